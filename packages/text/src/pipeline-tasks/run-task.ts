/**
 * Runs one task of a plan, wherever it is called.
 * Invariant: a task that is done is not done again. Cut off, it goes on; given to two processes, the second waits for the first and finds
 * its work done.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import type { InputOpener } from '../sources/input-opener.ts';
import { cardTask } from './card-task.ts';
import { claimTask } from './claim-task.ts';
import { gatherTask } from './gather-task.ts';
import { joinTask } from './join-task.ts';
import { matchTask } from './match-task.ts';
import { cutTask, markTask, matchRepeatsTask } from './repeat-tasks.ts';
import { scanTask } from './scan-task.ts';
import { shardsTask } from './shards-task.ts';
import { spreadTask } from './spread-task.ts';
import { tallyTask } from './tally-task.ts';
import type { TaskContext, TaskProgress } from './task-context.ts';
import { claimPath } from './task-folder.ts';
import { listPhases, type TaskPhase, type TaskPlan } from './task-plan.ts';
import { readRecord, type TaskFacts, writeRecord } from './task-record.ts';
import { tokensTask } from './tokens-task.ts';

export interface RunTaskOptions {
  plan: TaskPlan;
  /** Of the plan, shared by all machines. */
  folder: string;
  phase: TaskPhase;
  /** From 0. */
  task: number;
  numThreads: number;
  /** For sorting; 512 MiB unless said otherwise. */
  memoryBytes?: number;
  /** On the machine's own disk, for what is sorted beyond memory; below the plan's folder unless said otherwise. */
  scratchFolder?: string;
  /** For inputs of the plan that are no files. */
  opener?: InputOpener | undefined;
  onProgress?: (progress: TaskProgress) => void;
  signal?: AbortSignal;
}

const runners: Readonly<Record<TaskPhase, (context: TaskContext) => Promise<TaskFacts>>> = {
  scan: scanTask,
  spread: spreadTask,
  match: matchTask,
  gather: gatherTask,
  join: joinTask,
  'mark-lines': (context) => markTask(context, 'repeated-lines'),
  'match-lines': (context) => matchRepeatsTask(context, 'repeated-lines'),
  'cut-lines': (context) => cutTask(context, 'repeated-lines'),
  'mark-stretches': (context) => markTask(context, 'repeated-stretches'),
  'match-stretches': (context) => matchRepeatsTask(context, 'repeated-stretches'),
  'cut-stretches': (context) => cutTask(context, 'repeated-stretches'),
  tokens: tokensTask,
  shards: shardsTask,
  tally: tallyTask,
  card: cardTask,
};

const defaultMemoryBytes = 512 * 1024 * 1024;

/**
 * @returns whether there was something to do
 * @throws SlipwayError `argument-invalid` for a task that the plan does not have, or that others have to come before; `attempt-lost` where
 * another process took the task over; the file system's error; the signal's reason
 */
export async function runTask(options: RunTaskOptions): Promise<{ isNew: boolean }> {
  const { plan, folder, phase, task } = options;
  checkTask(plan, phase, task);
  const claim = await claimTask(claimPath(folder, phase, task), { signal: options.signal });
  const scratchFolder = join(options.scratchFolder ?? join(folder, 'scratch'), `${phase}-${task}`);
  try {
    if (await readRecord(options, phase, task)) return { isNew: false };
    const signal = options.signal ? AbortSignal.any([options.signal, claim.signal]) : claim.signal;
    const memoryBytes = options.memoryBytes ?? defaultMemoryBytes;
    const facts = await runners[phase]({ ...options, memoryBytes, scratchFolder, signal });
    signal.throwIfAborted();
    await writeRecord(options, { phase, task, facts });
    return { isNew: true };
  } finally {
    await rm(scratchFolder, { recursive: true, force: true });
    await claim.release();
  }
}

function checkTask(plan: TaskPlan, phase: TaskPhase, task: number): void {
  const phases = listPhases(plan);
  const planned = phases.find((one) => one.phase === phase);
  if (planned && Number.isSafeInteger(task) && task >= 0 && task < planned.numTasks) return;
  throw new SlipwayError({
    code: 'argument-invalid',
    message: planned ? `the phase ${phase} has no task ${task}` : `the plan has no phase ${phase}`,
    hint: `It has ${phases.map((one) => `${one.phase} 0 to ${one.numTasks - 1}`).join(', ')}.`,
  });
}
