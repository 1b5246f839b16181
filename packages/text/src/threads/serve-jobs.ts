/**
 * The inside of a worker thread: takes one job after another and answers each.
 * Invariant: every job is answered once, with a result or with an error as data; what is thrown never ends the thread.
 */
import { parentPort } from 'node:worker_threads';
import { type ErrorData, invariant, SlipwayError, toErrorData } from '@slipway/contracts';

/** What the pool sends. */
export interface JobMessage<Job> {
  place: number;
  job: Job;
}

/** What a thread sends back. */
export type ThreadMessage<Result, Progress> =
  | { kind: 'progress'; place: number; progress: Progress }
  | { kind: 'done'; place: number; result: Result }
  | { kind: 'failed'; place: number; error: ErrorData };

/**
 * Serves jobs until the pool ends the thread. Call it once, at the top of the thread's script.
 * @param handle does one job; may tell how far it is
 */
export function serveJobs<Job, Result, Progress>(
  handle: (job: Job, report: (progress: Progress) => void) => Promise<Result>,
): void {
  const port = parentPort;
  invariant(port, 'jobs are served in a worker thread');
  const send = (message: ThreadMessage<Result, Progress>) => port.postMessage(message);
  port.on('message', ({ place, job }: JobMessage<Job>) => {
    handle(job, (progress) => send({ kind: 'progress', place, progress })).then(
      (result) => send({ kind: 'done', place, result }),
      (error: unknown) => send({ kind: 'failed', place, error: toErrorData(explainFullDisk(error)) }),
    );
  });
}

const fullDiskCodes: readonly unknown[] = ['ENOSPC', 'EDQUOT'];

/** The code of the system is lost on the way out of the thread. */
function explainFullDisk(error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && fullDiskCodes.includes(error.code))) return error;
  return new SlipwayError({
    code: 'disk-full',
    message: 'the disk is full',
    hint: 'Free some space and run again: what is done so far is kept.',
    cause: error,
  });
}
