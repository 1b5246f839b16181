/**
 * Replaces what no log may hold: values under keys named like secrets, and what people asked and were answered.
 * Invariant: counts stay readable (`numPromptTokens`), and so do numbers and booleans under any key; errors keep code, message and stack.
 */
import { isSlipwayError } from '@slipway/contracts';

const secretKey =
  /(secret|password|passwd|passphrase|token|authorization|cookie|credential|api-?_?key|access-?_?key|private-?_?key|prompt|messages|completion|answer|question|content|bearer)/i;
/** Names that only sound like it: ids, digests and files of such things. */
const harmlessKey = /(id|ids|digest|digests|file|path|name|at|ms)$/i;
const maxDepth = 8;
/** Addresses with a password in them, wherever they stand. */
const passwordInUrl = /\b([a-z][a-z0-9+.-]*:\/\/[^\s:@/]*):[^\s@/]+@/gi;

/** Drizzle prints a failed statement's parameters into its message. */
const statementParameters = /(Failed query: .*?\nparams: ).*?(?=\n\s+at |$)/s;

/** A copy of the fields that may be logged. */
export function redactFields(fields: Record<string, unknown>): Record<string, unknown> {
  return redactRecord(fields, 0);
}

function redactRecord(record: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [
      key,
      isSecret(key, value) ? '[redacted]' : redactValue(value, depth + 1),
    ]),
  );
}

function isSecret(key: string, value: unknown): boolean {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined)
    return false;
  return secretKey.test(key) && !harmlessKey.test(key);
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    return value.replace(passwordInUrl, '$1:[redacted]@').replace(statementParameters, '$1[redacted]');
  }
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value;
  if (depth > maxDepth) return '[too deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  return redactRecord(value, depth);
}

/** A driver's error may carry a statement's parameters in its fields: only what is known to be safe is kept. */
function redactError(error: Error, depth: number): Record<string, unknown> {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: redactValue(error.message, depth),
    ...(typeof code === 'string' && { code }),
    ...(isSlipwayError(error) && error.hint !== undefined && { hint: error.hint }),
    stack: redactValue(error.stack, depth),
    ...(error.cause !== undefined && { cause: redactValue(error.cause, depth + 1) }),
  };
}
