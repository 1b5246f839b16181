// Measures free disk space for the folders that set-up fills. Invariant: a folder that does not exist yet is measured
// at its nearest existing parent, and folders on one disk need their space together. Refuses: to free anything.

import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

export const gibibyte = 1024 ** 3;

/** The disk on which `folder` is or would be, with the bytes that an ordinary user may use there. */
export function measureDisk(folder) {
  let place = resolve(folder);
  while (!existsSync(place)) place = dirname(place);
  const facts = statfsSync(place);
  return { device: statSync(place).dev, freeBytes: facts.bavail * facts.bsize };
}

/**
 * The first disk whose needs are not met: `{folder, neededBytes, freeBytes}` with the folder that needs most there, or
 * `undefined`.
 */
export function findDiskProblem(needs, measure = measureDisk) {
  const disks = new Map();
  for (const { folder, neededBytes } of needs) {
    const { device, freeBytes } = measure(folder);
    const disk = disks.get(device) ?? { folder, largestBytes: 0, neededBytes: 0, freeBytes };
    if (neededBytes > disk.largestBytes) Object.assign(disk, { folder, largestBytes: neededBytes });
    disk.neededBytes += neededBytes;
    disks.set(device, disk);
  }
  const full = [...disks.values()].find((disk) => disk.freeBytes < disk.neededBytes);
  return full && { folder: full.folder, neededBytes: full.neededBytes, freeBytes: full.freeBytes };
}

/** Gibibytes with one decimal: "5.0". */
export function formatGibibytes(bytes) {
  return (bytes / gibibyte).toFixed(1);
}
