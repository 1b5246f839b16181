/**
 * The one place where the process's environment is read.
 * Invariant: everyone else gets values passed in.
 */

/** A copy of the environment as it is now. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  return { ...process.env };
}
