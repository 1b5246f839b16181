/**
 * Files made to survive a loss of power, and their digests.
 * Invariant: what `syncFolder` returned for is on the disk under its name.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Digest } from '@slipway/contracts';

const readSize = 1 << 20;

/** SHA-256 of bytes or text. */
export function digestOf(content: string | Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(content).digest('hex')}` as Digest;
}

/**
 * SHA-256 and size of a file, read as a stream.
 * @param options.isSynced also flush the file to disk
 * @param options.known its digest, where that is certain: then it is not read
 */
export async function digestFile(
  path: string,
  options: { isSynced?: boolean; known?: Digest } = {},
): Promise<{ digest: Digest; sizeBytes: number }> {
  const file = await open(path, 'r');
  try {
    const result = options.known
      ? { digest: options.known, sizeBytes: (await file.stat()).size }
      : await digestHandle(file);
    if (options.isSynced) await file.sync();
    return result;
  } finally {
    await file.close();
  }
}

async function digestHandle(file: FileHandle): Promise<{ digest: Digest; sizeBytes: number }> {
  const hash = createHash('sha256');
  const { size } = await file.stat();
  const buffer = Buffer.allocUnsafe(Math.max(1, Math.min(readSize, size)));
  let sizeBytes = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    sizeBytes += bytesRead;
  }
  return { digest: `sha256:${hash.digest('hex')}` as Digest, sizeBytes };
}

/** Writes a new file and flushes it. */
export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Flushes a folder's entries: names made or renamed in it are durable afterwards. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Makes a folder whose own name is durable, and those of the folders above that were made with it. Its own name is flushed even where
 * it was there: another process may have made it a moment before.
 */
export async function makeFolderDurably(path: string): Promise<void> {
  const firstMade = await mkdir(path, { recursive: true });
  const top = dirname(firstMade ?? path);
  let parent = dirname(path);
  while (parent !== top && parent.length > top.length) {
    await syncFolder(parent);
    parent = dirname(parent);
  }
  await syncFolder(top);
}
