/**
 * Blobs in a folder: each file's bytes once, under the name of their SHA-256, read-only.
 *
 *   blobs/ab/<hex>      the bytes
 *   verified/ab/<hex>   size, change time and inode at which a large blob was last found right
 *   damaged/<hex>       what was found wrong, set aside so that it can be made anew
 *
 * Invariant: a blob appears by one rename, whole and flushed. Refuses to hand out a path whose bytes were not compared since they
 * last changed.
 */
import type { BigIntStats } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Digest } from '@slipway/contracts';
import { createBlobMemory } from './blob-memory.ts';
import { digestFile, makeFolderDurably, syncFolder } from './durable-file.ts';

const readOnlyMode = 0o444;

export interface StoredItem {
  digest: Digest;
  sizeBytes: number;
  /** When it was stored, last stored again, or linked, in milliseconds since 1970. */
  changedAtMs: number;
}

export interface BlobFolder {
  /** Path of a blob whose bytes are right; else why there is none. A wrong one is set aside. */
  locate(digest: Digest): Promise<{ path: string } | { problem: string }>;
  /** Reads every byte; undefined where all is well. Changes nothing. */
  check(digest: Digest): Promise<string | undefined>;
  /** Size on disk, undefined where it is not there. */
  size(digest: Digest): Promise<number | undefined>;
  /** Size, inode and times on disk, undefined where it is not there. */
  stamp(digest: Digest): Promise<string | undefined>;
  /** Takes files in by renaming them, which must lie on the same file system, be flushed and have these digests. */
  adopt(files: readonly { path: string; digest: Digest }[]): Promise<void>;
  /** Digest of a file that is a link to a blob found right before. */
  recall(path: string): Promise<Digest | undefined>;
  list(): AsyncIterable<StoredItem>;
  remove(digest: Digest): Promise<void>;
}

/** @param directory folder that holds `blobs`, `verified` and `damaged` */
export function createBlobFolder(directory: string): BlobFolder {
  const pathOf = (digest: Digest) => fanOut(join(directory, 'blobs'), digest);
  const memory = createBlobMemory((digest) => fanOut(join(directory, 'verified'), digest));
  const setAside = async (digest: Digest) => {
    await mkdir(join(directory, 'damaged'), { recursive: true });
    // Another reader of the same damage may have been quicker.
    await rename(pathOf(digest), join(directory, 'damaged', hexOf(digest))).catch(() => undefined);
  };

  return {
    async locate(digest) {
      const path = pathOf(digest);
      const stats = await statIfThere(path);
      if (!stats) return { problem: 'its bytes are gone' };
      if (await memory.isRemembered(digest, stats)) return { path };
      const found = await digestFile(path);
      if (found.digest === digest) {
        await memory.remember(digest, stats);
        return { path };
      }
      await setAside(digest);
      return { problem: `its bytes hash to ${found.digest}, not ${digest}` };
    },
    async check(digest) {
      const path = pathOf(digest);
      if (!(await statIfThere(path))) return 'its bytes are gone';
      const found = await digestFile(path);
      return found.digest === digest ? undefined : `its bytes hash to ${found.digest}, not ${digest}`;
    },
    size: async (digest) => {
      const stats = await statIfThere(pathOf(digest));
      return stats && Number(stats.size);
    },
    stamp: async (digest) => {
      const stats = await statIfThere(pathOf(digest));
      return stats && `${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`;
    },
    async adopt(files) {
      const folders = new Set(files.map((file) => dirname(pathOf(file.digest))));
      for (const folder of folders) await makeFolderDurably(folder);
      for (const { path, digest } of files) {
        await chmod(path, readOnlyMode);
        await rename(path, pathOf(digest));
        await memory.remember(digest, await stat(pathOf(digest), { bigint: true }));
      }
      for (const folder of folders) await syncFolder(folder);
    },
    recall: async (path) => memory.recall(await stat(path, { bigint: true })),
    list: () => listFanOut(join(directory, 'blobs'), ''),
    async remove(digest) {
      await memory.forget(digest);
      await rm(pathOf(digest), { force: true });
    },
  };
}

/** The hexadecimal digits of a digest. */
export function hexOf(digest: Digest): string {
  return digest.slice('sha256:'.length);
}

/** `folder/ab/abcdef...` */
export function fanOut(folder: string, digest: Digest): string {
  const hex = hexOf(digest);
  return join(folder, hex.slice(0, 2), hex);
}

/** Everything stored under `folder/ab/<hex><suffix>`; what is named otherwise is passed over. */
export async function* listFanOut(folder: string, suffix: string): AsyncGenerator<StoredItem> {
  for (const part of await readFolder(folder)) {
    for (const name of await readFolder(join(folder, part))) {
      const hex = name.endsWith(suffix) ? name.slice(0, name.length - suffix.length) : '';
      if (!/^[0-9a-f]{64}$/.test(hex)) continue;
      const stats = await statIfThere(join(folder, part, name));
      if (!stats) continue;
      const changedAtMs = Math.max(Number(stats.ctimeMs), Number(stats.mtimeMs));
      yield { digest: `sha256:${hex}` as Digest, sizeBytes: Number(stats.size), changedAtMs };
    }
  }
}

async function readFolder(path: string): Promise<string[]> {
  try {
    return (await readdir(path)).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

async function statIfThere(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
