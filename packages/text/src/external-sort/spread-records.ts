/**
 * Divides a stream of records among files by ranges of their hash.
 * Invariant: records of one hash are in one file, whoever wrote them, and in the order in which they came; each file is there whole or not
 * at all.
 */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openWordFile, type WordFile } from './word-file.ts';

export interface SpreadTarget {
  /** Words of a record, and the one of them that its range is told by. */
  numWords: number;
  hashWord: number;
  /** Of the files, one a range. */
  paths: readonly string[];
}

/** @throws the file system's error; then none of the files is left */
export async function spreadRecords(
  records: AsyncIterable<Uint32Array>,
  { numWords, hashWord, paths }: SpreadTarget,
): Promise<void> {
  for (const path of paths) await mkdir(dirname(path), { recursive: true });
  const files: WordFile[] = [];
  try {
    for (const path of paths) files.push(await openWordFile(path));
    for await (const block of records) {
      const divided = divide(block, { numWords, hashWord, numRanges: paths.length });
      for (const [range, chosen] of divided.entries()) await files[range]?.add(chosen);
    }
    for (const file of files) await file.commit();
  } catch (error) {
    for (const file of files) await file.discard().catch(() => undefined);
    throw error;
  }
}

/** The records of each range, in their order. */
function divide(
  block: Uint32Array,
  { numWords, hashWord, numRanges }: { numWords: number; hashWord: number; numRanges: number },
): Uint32Array[] {
  if (numRanges === 1) return [block];
  const ends = new Uint32Array(numRanges);
  const rangeOf = (at: number) => Math.floor(((block[at + hashWord] ?? 0) * numRanges) / 2 ** 32);
  for (let at = 0; at < block.length; at += numWords) {
    const range = rangeOf(at);
    ends[range] = (ends[range] ?? 0) + numWords;
  }
  const ranges = Array.from(ends, (length) => new Uint32Array(length));
  ends.fill(0);
  for (let at = 0; at < block.length; at += numWords) {
    const range = rangeOf(at);
    ranges[range]?.set(block.subarray(at, at + numWords), ends[range]);
    ends[range] = (ends[range] ?? 0) + numWords;
  }
  return ranges;
}
