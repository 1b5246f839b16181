/**
 * Remembers which blobs were found right, so that large ones are not read again with each use.
 * Invariant: a blob is remembered by device, inode, size and change time of its content: who writes to it is found out.
 */
import type { BigIntStats } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Digest } from '@slipway/contracts';

/** Smaller files are read again faster than a note about them. */
const notedFromBytes = 8 << 20;

export interface BlobMemory {
  remember(digest: Digest, stats: BigIntStats): Promise<void>;
  isRemembered(digest: Digest, stats: BigIntStats): Promise<boolean>;
  /** Digest of any file that is a link to a remembered blob. */
  recall(stats: BigIntStats): Digest | undefined;
  forget(digest: Digest): Promise<void>;
}

/** @param noteOf path of the note about a large blob, which other processes read */
export function createBlobMemory(noteOf: (digest: Digest) => string): BlobMemory {
  const rightBlobs = new Map<string, Digest>();
  return {
    async remember(digest, stats) {
      rightBlobs.set(stampOf(stats), digest);
      if (stats.size < notedFromBytes) return;
      // A note only saves time: where it cannot be written, the blob is read again.
      await mkdir(dirname(noteOf(digest)), { recursive: true })
        .then(() => writeFile(noteOf(digest), stampOf(stats)))
        .catch(() => undefined);
    },
    async isRemembered(digest, stats) {
      if (rightBlobs.get(stampOf(stats)) === digest) return true;
      if (stats.size < notedFromBytes) return false;
      const note = await readFile(noteOf(digest), 'utf8').catch(() => '');
      if (note !== stampOf(stats)) return false;
      rightBlobs.set(note, digest);
      return true;
    },
    recall: (stats) => rightBlobs.get(stampOf(stats)),
    forget: (digest) => rm(noteOf(digest), { force: true }),
  };
}

function stampOf(stats: BigIntStats): string {
  return `${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeNs}`;
}
