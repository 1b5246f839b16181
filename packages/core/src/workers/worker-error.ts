/**
 * Why a worker did not give a result, as an error.
 * Invariant: what the worker said itself is believed first; then the way in which it ended.
 */
import { type ErrorCode, errorCodes, SlipwayError } from '@slipway/contracts';
import type { WorkerEnd, WorkerMessage } from './worker-process.ts';

/** The worker's own `error` message as an error; a code that is not in the table becomes `internal`. */
export function fromWorkerError(message: WorkerMessage): SlipwayError {
  const text = typeof message.message === 'string' ? message.message : 'the worker failed without saying why';
  const hint = typeof message.hint === 'string' && message.hint !== '' ? { hint: message.hint } : {};
  const code = String(message.code);
  if (Object.hasOwn(errorCodes, code))
    return new SlipwayError({ code: code as ErrorCode, message: text, ...hint });
  return new SlipwayError({ code: 'internal', message: `${code}: ${text}`, ...hint });
}

/** A worker that ended without `result` or `error`. */
export function fromWorkerEnd(module: string, end: WorkerEnd): SlipwayError {
  if (end.startError !== undefined) {
    return new SlipwayError({
      code: 'python-missing',
      message: `the worker ${module} cannot be started: ${end.startError.message}`,
      hint: 'Run "slipway environment train" to make its Python environment again.',
      cause: end.startError,
    });
  }
  // The kernel's out-of-memory killer ends with SIGKILL, and so does nobody else who would not end us first.
  const isKilled = end.signal === 'SIGKILL' || end.exitCode === 137;
  const how = end.signal === null ? `exit code ${end.exitCode}` : `signal ${end.signal}`;
  const why = isKilled ? ', as the system does when memory runs out' : '';
  return new SlipwayError({
    code: 'worker-crashed',
    message: `the worker ${module} ended by ${how} without a result${why}`,
    hint: isKilled
      ? 'If it happens again, give it more memory or a smaller model.'
      : 'See the log for its last words.',
  });
}
