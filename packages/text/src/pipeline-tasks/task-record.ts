/**
 * The record of a task that is done: a small file that later phases read.
 * Invariant: written last, after all that the task made is durable; of another plan it counts as none.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SlipwayError, type TrimmedRepeats } from '@slipway/contracts';
import { writeDurably } from '../durable/durable-file.ts';
import { recordPath } from './task-folder.ts';
import { listPhases, type TaskPhase, type TaskPlan } from './task-plan.ts';

/** What a task tells later ones, by part where it is a list. */
export interface TaskFacts {
  numParts?: number;
  /** Tokens of each part. */
  numTokens?: readonly number[];
  /** Documents of each part. */
  numDocuments?: readonly number[];
  /** Of the task's parts together, as `printLanguages` prints them. */
  languages?: readonly string[];
  /** What was cut out of the task's parts. */
  repeats?: TrimmedRepeats;
}

interface TaskRecord {
  plan: string;
  facts: TaskFacts;
}

export interface PlannedFolder {
  folder: string;
  plan: TaskPlan;
}

/** Nothing where the task is not done under this plan. */
export async function readRecord(
  { folder, plan }: PlannedFolder,
  phase: TaskPhase,
  task: number,
): Promise<TaskFacts | undefined> {
  const text = await readFile(recordPath(folder, phase, task), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const record = JSON.parse(text) as TaskRecord;
  return record.plan === plan.digest ? record.facts : undefined;
}

export async function writeRecord(
  { folder, plan }: PlannedFolder,
  { phase, task, facts }: { phase: TaskPhase; task: number; facts: TaskFacts },
): Promise<void> {
  const path = recordPath(folder, phase, task);
  await mkdir(dirname(path), { recursive: true });
  const record: TaskRecord = { plan: plan.digest, facts };
  await writeDurably(path, new TextEncoder().encode(`${JSON.stringify(record)}\n`));
}

/**
 * The records of all tasks of a phase; none where the plan has no such phase.
 * @throws SlipwayError `argument-invalid` naming the tasks that are not done
 */
export async function readRecords(from: PlannedFolder, phase: TaskPhase): Promise<TaskFacts[]> {
  const numTasks = listPhases(from.plan).find((planned) => planned.phase === phase)?.numTasks ?? 0;
  const facts: TaskFacts[] = [];
  const missing: number[] = [];
  for (let task = 0; task < numTasks; task += 1) {
    const found = await readRecord(from, phase, task);
    if (found) facts.push(found);
    else missing.push(task);
  }
  if (missing.length === 0) return facts;
  const named = missing.slice(0, 10).join(', ');
  throw new SlipwayError({
    code: 'argument-invalid',
    message: `${missing.length} of ${numTasks} tasks of the phase ${phase} are not done: ${named}${missing.length > 10 ? ', …' : ''}`,
    hint: `Run them first: slipway data task ${from.folder}/plan.json --phase ${phase} --task ${missing[0]}`,
  });
}
