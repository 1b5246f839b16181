/**
 * Scans the units of one task.
 * Invariant: cut off, it goes on by the units' journals.
 */
import { listParts } from '../pipeline/list-parts.ts';
import { scanUnits } from '../pipeline/scan-units.ts';
import type { TaskContext } from './task-context.ts';
import { partsFolder } from './task-folder.ts';
import { listTaskUnits } from './task-plan.ts';
import type { TaskFacts } from './task-record.ts';

export async function scanTask(context: TaskContext): Promise<TaskFacts> {
  const { plan, folder, task, numThreads, opener, onProgress, signal } = context;
  const units = listTaskUnits(plan, task);
  const total = units.reduce((sum, { numBytes }) => sum + numBytes, 0);
  const scan = { folder: partsFolder(folder), key: plan.key, aids: plan.aids };
  let done = 0;
  await scanUnits({
    ...scan,
    units,
    recipe: plan.recipe,
    opener,
    numThreads,
    signal,
    onProgress(numBytes) {
      done += numBytes;
      onProgress?.({ done, total, unit: 'bytes' });
    },
  });
  return { numParts: (await listParts(units, scan)).length };
}
