/**
 * The parts of a task, or of all, under the numbers that a single run would give them.
 * Invariant: a task's parts follow those of the task before it, so counts of the earlier tasks are all it has to know.
 */
import { listParts, type PartReference } from '../pipeline/list-parts.ts';
import { partsFolder } from './task-folder.ts';
import { listTaskUnits } from './task-plan.ts';
import { type PlannedFolder, readRecords } from './task-record.ts';

/** @throws SlipwayError `argument-invalid` where the scan is not done */
export async function listTaskParts(from: PlannedFolder, task: number): Promise<PartReference[]> {
  const scanned = await readRecords(from, 'scan');
  const first = scanned.slice(0, task).reduce((sum, { numParts = 0 }) => sum + numParts, 0);
  return await listFrom(from, task, first);
}

/** The parts of all tasks in order. */
export async function listAllParts(from: PlannedFolder): Promise<PartReference[]> {
  await readRecords(from, 'scan');
  const parts: PartReference[] = [];
  for (let task = 0; task < from.plan.numTasks; task += 1)
    parts.push(...(await listFrom(from, task, parts.length)));
  return parts;
}

async function listFrom(
  { folder, plan }: PlannedFolder,
  task: number,
  first: number,
): Promise<PartReference[]> {
  const parts = await listParts(listTaskUnits(plan, task), { folder: partsFolder(folder), key: plan.key });
  return parts.map((part) => ({ ...part, number: first + part.number }));
}
