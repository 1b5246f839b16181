/**
 * Brings one object into a folder that survives attempts, going on at the byte where an attempt before was cut off.
 * Invariant: a file has its final name once every byte of the version that was listed lies on the disk; until then what came is in
 * `.part` beside it, and is not asked for again. Another version of the object goes by another name.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Digest, digest } from '@slipway/contracts';
import type { ObjectStorage, PinnedObject } from '@slipway/core';

export interface FetchObjectOptions {
  objects: ObjectStorage;
  /** Of all objects of the step. */
  folder: string;
  signal: AbortSignal;
  /** Told of bytes that came now, and of those that lay there already. */
  onBytes(numBytes: number, isNew: boolean): void;
}

export interface FetchedObject {
  path: string;
  document: Digest;
  sizeBytes: number;
}

/** @throws ObjectFault; SlipwayError as `ObjectStorage.read`; the file system's error; the signal's reason */
export async function fetchObject(object: PinnedObject, options: FetchObjectOptions): Promise<FetchedObject> {
  const { folder, onBytes } = options;
  const { bucket, key, entityTag, sizeBytes } = object;
  const name = createHash('sha256').update(`${bucket}\n${key}\n${entityTag}\n${sizeBytes}`).digest('hex');
  const path = join(folder, name.slice(0, 2), name);
  const hash = createHash('sha256');
  const told = () => ({ path, document: digest.parse(`sha256:${hash.digest('hex')}`), sizeBytes });
  const update = (chunk: Uint8Array) => void hash.update(chunk);
  if ((await sizeOf(path)) === sizeBytes) {
    await readAll(path, update);
    onBytes(sizeBytes, false);
    return told();
  }
  const partial = `${path}.part`;
  await mkdir(dirname(path), { recursive: true });
  const from = await readPartial(partial, sizeBytes, update);
  onBytes(from, false);
  const file = await open(partial, 'a');
  try {
    for await (const chunk of options.objects.read(object, { from, signal: options.signal })) {
      // Chunk by chunk, not through a buffering sink: what has arrived must lie there when the attempt ends.
      await file.writeFile(chunk);
      hash.update(chunk);
      onBytes(chunk.length, true);
    }
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
  return told();
}

/** @returns how much of it is there, already read; 0 where it cannot be a beginning */
async function readPartial(
  path: string,
  sizeBytes: number,
  update: (chunk: Uint8Array) => void,
): Promise<number> {
  const there = (await sizeOf(path)) ?? 0;
  if (there > sizeBytes) {
    await rm(path);
    return 0;
  }
  if (there > 0) await readAll(path, update);
  return there;
}

async function readAll(path: string, update: (chunk: Uint8Array) => void): Promise<void> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) update(chunk as Buffer);
}

function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}
