/**
 * Runs jobs on worker threads, as many at once as there are threads.
 * Invariant: each job's result is told once; after the first error nothing more is begun, and no thread outlives the call.
 * Refuses: to order results; whoever needs an order has the job's place.
 */
import { openThread, type ThreadOptions } from './open-thread.ts';

export interface PoolOptions<Job, Result, Progress> extends ThreadOptions<Progress> {
  numThreads: number;
  jobs: readonly Job[];
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
  const { jobs, numThreads, onResult, signal } = options;
  const waiting = jobs.entries();
  const failure = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  const runLane = async () => {
    const thread = openThread<Job, Result, Progress>(options);
    stop.addEventListener('abort', thread.close, { once: true });
    try {
      for (const [place, job] of waiting) {
        stop.throwIfAborted();
        await onResult(await thread.run(job, place), place);
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
