/**
 * Files of records of u32 words, as they are handed from task to task: no header, little endian.
 * Invariant: a file is there whole or not at all; records come back in the order in which they were added.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { invariant } from '@slipway/contracts';
import { openDurableFile } from '../durable/durable-file.ts';

export interface WordFile {
  /** Adds whole records, which are copied. */
  add(records: Uint32Array): Promise<void>;
  commit(): Promise<void>;
  discard(): Promise<void>;
}

const heldWords = 1 << 14;
const blockBytes = 1 << 20;

export async function openWordFile(path: string): Promise<WordFile> {
  const file = await openDurableFile(path);
  const held = new Uint32Array(heldWords);
  let numHeld = 0;
  const flush = async () => {
    if (numHeld > 0) await file.write(new Uint8Array(held.buffer, 0, numHeld * 4));
    numHeld = 0;
  };
  return {
    async add(records) {
      if (numHeld + records.length > heldWords) await flush();
      if (records.length > heldWords)
        return await file.write(new Uint8Array(records.buffer, records.byteOffset, records.byteLength));
      held.set(records, numHeld);
      numHeld += records.length;
    },
    async commit() {
      await flush();
      await file.commit();
    },
    discard: () => file.discard(),
  };
}

/** The records of a file in blocks, each overwritten when the next is asked for. */
export async function* readWordFile(path: string, numWords: number): AsyncGenerator<Uint32Array> {
  const file = await open(path, 'r');
  try {
    const recordBytes = numWords * 4;
    const room = new Uint8Array(Math.floor(blockBytes / recordBytes) * recordBytes);
    for (;;) {
      const numBytes = await fill(file, room);
      invariant(numBytes % recordBytes === 0, 'a file of records holds whole ones');
      if (numBytes > 0) yield new Uint32Array(room.buffer, 0, numBytes / 4);
      if (numBytes < room.length) return;
    }
  } finally {
    await file.close();
  }
}

async function fill(file: FileHandle, room: Uint8Array): Promise<number> {
  for (let done = 0; ; ) {
    const { bytesRead } = await file.read(room, done, room.length - done);
    done += bytesRead;
    if (bytesRead === 0 || done === room.length) return done;
  }
}
