/**
 * Reads a file of sorted records unit by unit, in ascending order, beginning at any: the first word of a record is its unit.
 * Invariant: the beginning is sought, not read up to; memory is a block and the unit that is taken.
 */
import { type FileHandle, open } from 'node:fs/promises';

export interface UnitCursor {
  /** The records of a unit; units are asked for in ascending order. */
  take(unit: number): Promise<Uint32Array>;
  close(): Promise<void>;
}

const blockRecords = 1 << 14;

/** @param first the least unit that will be asked for */
export async function openUnitCursor(path: string, numWords: number, first: number): Promise<UnitCursor> {
  const file = await open(path, 'r');
  const recordBytes = numWords * 4;
  const numRecords = (await file.stat()).size / recordBytes;
  let next = await findFirst(file, { numRecords, recordBytes, unit: first });
  let block: Uint32Array = new Uint32Array(0);

  async function refill(): Promise<void> {
    const count = Math.min(blockRecords, numRecords - next);
    block = await readWords(file, next * recordBytes, count * numWords);
    next += count;
  }

  return {
    async take(unit) {
      const taken: Uint32Array[] = [];
      for (;;) {
        if (block.length === 0) await refill();
        if (block.length === 0) break;
        const start = skipWhile(block, { from: 0, numWords, isMet: (found) => found < unit });
        const end = skipWhile(block, { from: start, numWords, isMet: (found) => found === unit });
        taken.push(block.slice(start, end));
        block = block.subarray(end);
        if (block.length > 0) break;
      }
      return joinWords(taken);
    },
    close: () => file.close(),
  };
}

/** One array of several. */
export function joinWords(pieces: readonly Uint32Array[]): Uint32Array {
  const words = new Uint32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    words.set(piece, at);
    at += piece.length;
  }
  return words;
}

function skipWhile(
  block: Uint32Array,
  { from, numWords, isMet }: { from: number; numWords: number; isMet: (unit: number) => boolean },
): number {
  let at = from;
  while (at < block.length && isMet(block[at] ?? 0)) at += numWords;
  return at;
}

/** The first record whose unit is not below one. */
async function findFirst(
  file: FileHandle,
  { numRecords, recordBytes, unit }: { numRecords: number; recordBytes: number; unit: number },
): Promise<number> {
  let low = 0;
  for (let high = numRecords; low < high; ) {
    const middle = Math.floor((low + high) / 2);
    const [found = 0] = await readWords(file, middle * recordBytes, 1);
    if (found < unit) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function readWords(file: FileHandle, offset: number, count: number): Promise<Uint32Array> {
  const words = new Uint32Array(count);
  const bytes = new Uint8Array(words.buffer);
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, offset + done);
    if (bytesRead === 0) throw new Error('a file of records was cut off while it was read');
    done += bytesRead;
  }
  return words;
}
