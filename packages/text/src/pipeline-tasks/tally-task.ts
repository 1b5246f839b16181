/**
 * Makes the card of one task's parts.
 * Invariant: it is joined to that of all by the last task; nothing but columns and samples is read.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DataCard } from '@slipway/contracts';
import { writeDurably } from '../durable/durable-file.ts';
import { summariseParts } from '../pipeline/summarise-parts.ts';
import { listTrimmedParts } from './repeat-tasks.ts';
import type { TaskContext } from './task-context.ts';
import { tallyPath } from './task-folder.ts';
import type { TaskFacts } from './task-record.ts';

export async function tallyTask(context: TaskContext): Promise<TaskFacts> {
  const { plan, folder, task } = context;
  const { parts, decisions } = await listTrimmedParts(context, task);
  const card = await summariseParts(parts, {
    decisions,
    recipe: plan.recipe,
    numFiles: 0,
    aids: plan.aids,
  });
  const path = tallyPath(folder, task);
  await mkdir(dirname(path), { recursive: true });
  await writeDurably(path, new TextEncoder().encode(JSON.stringify(card)));
  return {};
}

/** The cards of all tasks, in their order. */
export async function readTallies(folder: string, numTasks: number): Promise<DataCard[]> {
  const paths = Array.from({ length: numTasks }, (_, task) => tallyPath(folder, task));
  return await Promise.all(paths.map(async (path) => JSON.parse(await readFile(path, 'utf8')) as DataCard));
}
