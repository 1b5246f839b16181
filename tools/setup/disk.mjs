// Measures free disk space for the folders that set-up fills. Invariant: a folder that does not exist yet is measured
// at its nearest existing parent. Refuses: to free anything.

import { existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

export const gibibyte = 1024 ** 3;

/** Free bytes that an ordinary user may use where `folder` is or would be. */
export function measureFreeBytes(folder) {
  let place = resolve(folder);
  while (!existsSync(place)) place = dirname(place);
  const facts = statfsSync(place);
  return facts.bavail * facts.bsize;
}

/** The first need that is not met: `{folder, neededBytes, freeBytes}`, or `undefined`. */
export function findDiskProblem(needs) {
  for (const { folder, neededBytes } of needs) {
    const freeBytes = measureFreeBytes(folder);
    if (freeBytes < neededBytes) return { folder, neededBytes, freeBytes };
  }
  return undefined;
}

/** Gibibytes with one decimal: "5.0". */
export function formatGibibytes(bytes) {
  return (bytes / gibibyte).toFixed(1);
}
