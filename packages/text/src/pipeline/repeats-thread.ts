/**
 * The script of a thread that does jobs of a pass over repeats.
 */
import { workerData } from 'node:worker_threads';
import { loadKernels } from '../kernels/load-kernels.ts';
import { serveJobs } from '../threads/serve-jobs.ts';
import type { CutPart } from './cut-part.ts';
import { doRepeatJob, type RepeatJob, type RepeatTools } from './do-repeat-job.ts';
import { openRepeatPass, type RepeatAsked, type SortedPass } from './repeat-pass.ts';

export interface RepeatsThreadData {
  pass: SortedPass;
  asked: RepeatAsked;
}

const { pass, asked } = workerData as RepeatsThreadData;

async function open(): Promise<RepeatTools> {
  const kernels = await loadKernels();
  return { kernels, pass: openRepeatPass(kernels, pass, asked) };
}

let tools: Promise<RepeatTools> | undefined;

serveJobs<RepeatJob, CutPart[], never>(async (job) => {
  tools ??= open();
  return await doRepeatJob(job, await tools);
});
