/**
 * Any value that a stage throws, as the error data of its attempt.
 * Invariant: a full disk is `disk-full` wherever it was noticed; an attempt that was asked to end says so whatever broke
 * because of that; stack traces go to the log and never into the data.
 */
import { type ErrorData, errorCodes, SlipwayError, toErrorData } from '@slipway/contracts';
import type { Logger } from '../ports/logger.ts';

const fullDiskCodes = new Set(['ENOSPC', 'EDQUOT']);
const maxCauses = 10;

export function toAttemptError(thrown: unknown, signal: AbortSignal, log: Logger): ErrorData {
  if (signal.aborted) return describe('attempt-cancelled', 'the attempt was asked to end');
  if (isDiskFull(thrown)) {
    const hint = 'Free some space and start the run again; it goes on where it stopped.';
    return describe('disk-full', 'the disk is full', hint);
  }
  const data = toErrorData(thrown);
  if (!errorCodes[data.code]?.isUserError) {
    const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    log.error('attempt-broken', { code: data.code, stack });
  }
  return data;
}

/** Whether a thrown value, or what caused it, says that there is no space left. */
export function isDiskFull(thrown: unknown): boolean {
  let here = thrown;
  for (let depth = 0; depth < maxCauses && typeof here === 'object' && here !== null; depth += 1) {
    const { code, cause } = here as { code?: unknown; cause?: unknown };
    if (typeof code === 'string' && (fullDiskCodes.has(code) || code === 'disk-full')) return true;
    here = cause;
  }
  return false;
}

function describe(code: 'attempt-cancelled' | 'disk-full', message: string, hint?: string): ErrorData {
  return toErrorData(new SlipwayError(hint === undefined ? { code, message } : { code, message, hint }));
}
