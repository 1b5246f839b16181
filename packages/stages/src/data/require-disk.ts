/**
 * Whether the disk will hold what the factory makes of an input, asked before it starts.
 * Invariant: what an earlier start has made counts as held already.
 * Refuses: to start where it will not; a disk that fills up after hours is worse than an error before them.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { readFreeDiskBytes } from '@slipway/core';
import { foreseeDisk } from './foresee-disk.ts';

/**
 * @param folder of the factory; it need not exist yet
 * @param numBytes of the input
 * @throws SlipwayError `disk-full`
 */
export async function requireDisk(folder: string, numBytes: number): Promise<void> {
  const needed = Math.max(0, foreseeDisk(numBytes) - (await sumFiles(join(folder, 'parts'))));
  const free = await readFreeDiskBytes(folder);
  if (free >= needed) return;
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new SlipwayError({
    code: 'disk-full',
    message: `the data step takes about ${gigabytes(needed)} of disk for ${gigabytes(numBytes)} of documents; ${gigabytes(free)} are free at ${folder}`,
    hint: `Free ${gigabytes(needed - free)}, set SLIPWAY_HOME to a folder on a larger disk, or give fewer documents.`,
  });
}

async function sumFiles(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
