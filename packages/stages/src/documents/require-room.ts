/**
 * Refuses to begin a transfer that the disk does not hold.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { readFreeDiskBytes } from '@slipway/core';

/**
 * @param folder where the bytes come to lie; what lies there already is not asked for again
 * @throws SlipwayError `disk-full`
 */
export async function requireRoom(folder: string, numBytes: number): Promise<void> {
  const free = await readFreeDiskBytes(folder);
  if (numBytes <= free) return;
  const missing = numBytes - (await sumSizes(folder));
  if (missing <= free) return;
  throw new SlipwayError({
    code: 'disk-full',
    message: `the documents take ${(missing / 1e9).toFixed(1)} GB of disk, and ${(free / 1e9).toFixed(1)} GB are free`,
    hint: 'Free some space, put the home on another disk (SLIPWAY_HOME), or take fewer documents; `slipway data plan` reads a bucket without a copy.',
  });
}

async function sumSizes(folder: string): Promise<number> {
  let sum = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) sum += (await stat(join(entry.parentPath, entry.name))).size;
  return sum;
}
