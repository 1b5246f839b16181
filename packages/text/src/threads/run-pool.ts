/**
 * Runs jobs on worker threads, as many at once as there are threads.
 * Invariant: each job's result is told once; after the first error nothing more is begun, and no thread outlives the call.
 * In order, a thread that is early waits for its turn, so at most one result a thread is held.
 */
import { openThread, type ThreadOptions } from './open-thread.ts';
import { createTurnstile } from './turnstile.ts';

export interface PoolOptions<Job, Result, Progress> extends ThreadOptions<Progress> {
  numThreads: number;
  jobs: readonly Job[];
  /** Whether results are told in the order of the jobs. */
  isInOrder?: boolean;
  /** @param place of the job among all */
  onResult(result: Result, place: number): void | Promise<void>;
  signal?: AbortSignal | undefined;
}

/**
 * @throws SlipwayError the first error that a job ended with, `worker-crashed` where its thread died twice; the signal's reason
 */
export async function runPool<Job, Result, Progress = never>(
  options: PoolOptions<Job, Result, Progress>,
): Promise<void> {
  const { jobs, numThreads, isInOrder = false, onResult, signal } = options;
  const waiting = jobs.entries();
  const failure = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  const turnstile = createTurnstile(stop);
  const tell = async (result: Result, place: number) => {
    if (isInOrder) await turnstile.pass(place, () => onResult(result, place));
    else await onResult(result, place);
  };
  const runLane = async () => {
    const thread = openThread<Job, Result, Progress>(options);
    stop.addEventListener('abort', thread.close, { once: true });
    try {
      for (const [place, job] of waiting) {
        stop.throwIfAborted();
        await tell(await thread.run(job, place), place);
      }
    } catch (error) {
      failure.abort(error);
    } finally {
      stop.removeEventListener('abort', thread.close);
      await thread.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(numThreads, jobs.length) }, runLane));
  stop.throwIfAborted();
}
