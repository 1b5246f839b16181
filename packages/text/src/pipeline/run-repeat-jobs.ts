/**
 * Runs jobs of a pass over repeats on the threads of one machine.
 * Invariant: what is made does not depend on how many there are. Where one is asked for it is this one: to start another takes longer than
 * little work does.
 */
import { loadKernels } from '../kernels/load-kernels.ts';
import { runPool } from '../threads/run-pool.ts';
import type { CutPart } from './cut-part.ts';
import { doRepeatJob, type RepeatJob } from './do-repeat-job.ts';
import { openRepeatPass } from './repeat-pass.ts';
import type { RepeatsThreadData } from './repeats-thread.ts';

export interface RepeatJobsOptions extends RepeatsThreadData {
  numThreads: number;
  signal?: AbortSignal | undefined;
}

const script = new URL('../../dist/pipeline/repeats-thread.js', import.meta.url);

/** @returns the parts that were cut, in the order of the jobs @throws the first error of a job; the signal's reason */
export async function runRepeatJobs(
  jobs: readonly RepeatJob[],
  { pass, asked, numThreads, signal }: RepeatJobsOptions,
): Promise<CutPart[]> {
  const made: CutPart[] = [];
  if (numThreads === 1) {
    const kernels = await loadKernels();
    const tools = { kernels, pass: openRepeatPass(kernels, pass, asked), signal };
    for (const job of jobs) made.push(...(await doRepeatJob(job, tools)));
    return made;
  }
  await runPool<RepeatJob, CutPart[]>({
    script,
    threadData: { pass, asked } satisfies RepeatsThreadData,
    numThreads,
    jobs,
    isInOrder: true,
    onResult: (some) => void made.push(...some),
    signal,
  });
  return made;
}
