/**
 * The SQLSTATE of a failed query, whichever driver reported it and however deep it is wrapped.
 */

/** Five characters such as `23505` (unique violation), or undefined where the error is not the database's. */
export function databaseErrorCode(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = (cause as { code?: unknown }).code;
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return undefined;
}
