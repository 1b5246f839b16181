/**
 * One lane of a pool: a worker thread that does a job at a time and is replaced where it dies.
 * Invariant: a job whose thread died is tried once more; the second death is told, with the job's place.
 */
import { Worker } from 'node:worker_threads';
import { type ErrorData, SlipwayError } from '@slipway/contracts';
import type { JobMessage, ThreadMessage } from './serve-jobs.ts';

export interface ThreadOptions<Progress> {
  /** The thread's script, which calls `serveJobs`. */
  script: URL;
  /** What each thread is given at its start, as `workerData`. */
  threadData?: unknown;
  onProgress?: ((progress: Progress, place: number) => void) | undefined;
}

export interface Thread<Job, Result> {
  /**
   * Does one job; the next is given when it is done.
   * @throws SlipwayError what the job ended with; `worker-crashed` where its thread died twice
   */
  run(job: Job, place: number): Promise<Result>;
  /** Ends the thread for good; a job that it has at that moment, or is given later, ends with an error. */
  close(): Promise<void>;
}

const maxDeaths = 2;

export function openThread<Job, Result, Progress>(options: ThreadOptions<Progress>): Thread<Job, Result> {
  let worker: Worker | undefined;
  let isClosed = false;
  const attempt = (job: Job, place: number) => {
    worker ??= new Worker(options.script, { workerData: options.threadData });
    return askThread<Job, Result, Progress>(worker, { job, place, onProgress: options.onProgress });
  };
  const endWorker = async () => {
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  };
  return {
    close() {
      isClosed = true;
      return endWorker();
    },
    async run(job, place) {
      for (let numDeaths = 0; ; ) {
        if (isClosed) throw closedAtWork(place);
        const answer = await attempt(job, place);
        if (answer.kind === 'done') return answer.result;
        if (answer.kind === 'failed') throw reviveError(answer.error);
        numDeaths += 1;
        await endWorker();
        if (!isClosed && numDeaths >= maxDeaths) throw crashed(place, answer.cause);
      }
    },
  };
}

type Answer<Result> =
  | Exclude<ThreadMessage<Result, never>, { kind: 'progress' }>
  | { kind: 'died'; cause: unknown };

function askThread<Job, Result, Progress>(
  worker: Worker,
  asked: JobMessage<Job> & { onProgress: ThreadOptions<Progress>['onProgress'] },
): Promise<Answer<Result>> {
  const { job, place, onProgress } = asked;
  return new Promise((resolve) => {
    const settle = (answer: Answer<Result>) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve(answer);
    };
    const onMessage = (message: ThreadMessage<Result, Progress>) => {
      if (message.kind === 'progress') onProgress?.(message.progress, place);
      else settle(message);
    };
    const onError = (cause: unknown) => settle({ kind: 'died', cause });
    const onExit = (code: number) => settle({ kind: 'died', cause: new Error(`it ended with ${code}`) });
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage({ place, job } satisfies JobMessage<Job>);
  });
}

function reviveError({ code, message, hint }: ErrorData): SlipwayError {
  return new SlipwayError({ code, message, ...(hint === undefined ? {} : { hint }) });
}

function closedAtWork(place: number): Error {
  return new Error(`the thread is closed: job ${place} is not done`);
}

function crashed(place: number, cause: unknown): SlipwayError {
  return new SlipwayError({
    code: 'worker-crashed',
    message: `the thread that had job ${place} died twice: ${cause instanceof Error ? cause.message : cause}`,
    hint: 'What is done so far is kept. Fewer threads leave each more memory.',
    cause,
  });
}
