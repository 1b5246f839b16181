/**
 * The tasks that cut repeats out of kept documents, three phases a pass: `mark` the texts of a task's parts, `match` one range of hashes,
 * `cut` a task's parts.
 * Invariant: the jobs are those of a single run, and so is what they make. Cut off, a task begins anew.
 */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { loadKernels } from '../kernels/load-kernels.ts';
import type { CutPart } from '../pipeline/cut-part.ts';
import type { DuplicateDecisions } from '../pipeline/decide-duplicates.ts';
import { doRepeatJob, type RepeatJob } from '../pipeline/do-repeat-job.ts';
import type { PartReference } from '../pipeline/list-parts.ts';
import { listPasses, openRepeatPass, type SortedPass } from '../pipeline/repeat-pass.ts';
import { createTrimming, sumCuts, type Trimming, trimmedFolder } from '../pipeline/trimming.ts';
import { readCut, writeCut } from './cut-record.ts';
import { readDecisions } from './join-task.ts';
import { listTaskParts } from './list-task-parts.ts';
import type { TaskContext } from './task-context.ts';
import { cutPath, foundPath, markPath } from './task-folder.ts';
import { passPhases } from './task-plan.ts';
import { type PlannedFolder, readRecords, type TaskFacts } from './task-record.ts';

export async function markTask(context: TaskContext, pass: SortedPass): Promise<TaskFacts> {
  const { folder, task } = context;
  const parts = (await readTrimming(context, task, pass)).list();
  const paths = listRanges(context).map((range) => markPath(folder, { pass, task, range }));
  await runJob({ kind: 'mark', parts, paths }, context, { pass, numSteps: parts.length });
  return {};
}

export async function matchRepeatsTask(context: TaskContext, pass: SortedPass): Promise<TaskFacts> {
  const { folder, plan, task: range, scratchFolder, memoryBytes } = context;
  await readRecords(context, passPhases[pass].mark);
  const inputs = Array.from({ length: plan.numTasks }, (_, task) => markPath(folder, { pass, task, range }));
  const output = foundPath(folder, pass, range);
  await mkdir(dirname(output), { recursive: true });
  const job = { kind: 'match', inputs, output, folder: scratchFolder, memoryBytes } as const;
  await runJob(job, context, { pass, numSteps: inputs.length });
  return {};
}

export async function cutTask(context: TaskContext, pass: SortedPass): Promise<TaskFacts> {
  const { folder, task } = context;
  await readRecords(context, passPhases[pass].match);
  const parts = (await readTrimming(context, task, pass)).list();
  const found = listRanges(context).map((range) => foundPath(folder, pass, range));
  const target = trimmedFolder(folder, pass);
  await mkdir(target, { recursive: true });
  const job = { kind: 'cut', parts, found, folder: target } as const;
  const made = await runJob(job, context, { pass, numSteps: parts.length });
  await writeCut(cutPath(folder, pass, task), made);
  return { repeats: sumCuts(pass, made) };
}

/** The parts of a task as the passes left them, and what is dropped of them. @throws SlipwayError where those are not done */
export async function listTrimmedParts(
  from: PlannedFolder,
  task: number,
): Promise<{ parts: readonly PartReference[]; decisions: DuplicateDecisions }> {
  return (await readTrimming(from, task)).result();
}

/** @param before the pass that is not made yet; all are made where it is left out */
async function readTrimming(from: PlannedFolder, task: number, before?: SortedPass): Promise<Trimming> {
  const parts = await listTaskParts(from, task);
  const trimming = createTrimming(parts, await readDecisions(from, [task]));
  for (const pass of listPasses(from.plan.recipe.repeats)) {
    if (pass === before) break;
    await readRecords(from, passPhases[pass].cut);
    const target = trimmedFolder(from.folder, pass);
    trimming.apply(pass, await readCut(cutPath(from.folder, pass, task), { parts, folder: target }));
  }
  return trimming;
}

const listRanges = ({ plan }: TaskContext) => Array.from({ length: plan.numRanges }, (_, range) => range);

async function runJob(
  job: RepeatJob,
  { plan, onProgress, signal }: TaskContext,
  { pass, numSteps }: { pass: SortedPass; numSteps: number },
): Promise<CutPart[]> {
  const kernels = await loadKernels();
  let done = 0;
  return await doRepeatJob(job, {
    kernels,
    pass: openRepeatPass(kernels, pass, plan.recipe.repeats ?? {}),
    signal,
    onStep() {
      done += 1;
      onProgress?.({ done, total: numSteps, unit: 'parts' });
    },
  });
}
