/**
 * Sorts records that fit into memory.
 * Invariant: as the external sort does, by all words one after the other.
 */
import type { Kernels } from '../kernels/load-kernels.ts';

const countsBytesPerWord = 4096;

/** @returns the records in order, in an array of their own */
export function sortWords(kernels: Kernels, words: Uint32Array, numWords: number): Uint32Array {
  if (words.length === 0) return words;
  const mark = kernels.mark();
  const records = kernels.reserve(words.byteLength);
  const scratch = kernels.reserve(words.byteLength);
  const counts = kernels.reserve(numWords * countsBytesPerWord);
  new Uint32Array(kernels.bytes().buffer, records, words.length).set(words);
  const at = kernels.calls.sortRecords(records, words.length / numWords, numWords, scratch, counts);
  const sorted = new Uint32Array(kernels.bytes().buffer, at, words.length).slice();
  kernels.release(mark);
  return sorted;
}
