/**
 * Builds the index that training texts are checked against: every run of 13 units of each benchmark item. A unit is a word, or a Han
 * character or kana, without case, width, accents and punctuation.
 * Invariant: depends on the items and their order alone. An item of 8 to 12 units is matched as a whole.
 * Refuses: items of fewer units, which would be found everywhere; they are counted.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { storeCutter } from '../shingles/store-cutter.ts';
import {
  encodeIndex,
  type IndexedItem,
  indexFormat,
  longSize,
  reserveTables,
  shortSize,
} from './contamination-layout.ts';

export interface BenchmarkText {
  benchmark: string;
  /** The item's name within the benchmark. */
  item: string;
  /** What must not stand in training text: the question, with or without its choices or its answer. */
  text: string;
}

export interface ContaminationIndex {
  /** For a file or other threads; `openContaminationIndex` takes it. */
  bytes: Uint8Array;
  numItems: number;
  /** Of them, those that are matched as a whole, and those that are too short to be checked. */
  numWhole: number;
  numUncheckable: number;
}

/** Words of a run while the index is built: hash, item, units, hash of all of a short item. */
const runWords = 6;
const countsBytesPerWord = 4096;
const filterBitsPerKey = 16;
const encoder = new TextEncoder();
const ceilPower = (least: number) => 2 ** Math.ceil(Math.log2(Math.max(least, 64)));

/** Records that grow. */
class Runs {
  words = new Uint32Array(1 << 16);
  length = 0;

  add(record: readonly number[]): void {
    if (this.length + runWords > this.words.length) {
      const larger = new Uint32Array(this.words.length * 2);
      larger.set(this.words);
      this.words = larger;
    }
    this.words.set(record, this.length);
    this.length += runWords;
  }
}

/** Builds the index; the kernels' memory is given back. */
export async function buildContaminationIndex(
  texts: Iterable<BenchmarkText> | AsyncIterable<BenchmarkText>,
  kernels: Kernels,
): Promise<ContaminationIndex> {
  const mark = kernels.mark();
  const cutter = storeCutter(kernels);
  const runs = new Runs();
  const items: IndexedItem[] = [];
  let numWhole = 0;
  for await (const { benchmark, item, text } of texts) {
    const { numRuns, isWhole } = addRuns(kernels, { cutter, runs, item: items.length, text });
    if (isWhole) numWhole += 1;
    items.push({ benchmark, item, numRuns });
  }
  const bytes = layOut(kernels, { cutter, runs, items });
  kernels.release(mark);
  const numUncheckable = items.filter(({ numRuns }) => numRuns === 0).length;
  return { bytes, numItems: items.length, numWhole, numUncheckable };
}

interface Added {
  cutter: number;
  runs: Runs;
  item: number;
  text: string;
}

function addRuns(kernels: Kernels, { cutter, runs, item, text }: Added) {
  const { calls } = kernels;
  const mark = kernels.mark();
  const bytes = encoder.encode(text);
  const pointer = kernels.place(bytes);
  const units = kernels.reserve(bytes.length * 8 + 8);
  const hashes = kernels.reserve(bytes.length * 8 + 8);
  const numUnits = calls.listUnits(pointer, bytes.length, cutter, units);
  const isWhole = numUnits >= shortSize && numUnits < longSize;
  const read = (count: number) => new Uint32Array(kernels.bytes().buffer, hashes, count * 2);
  let numRuns = 0;
  if (isWhole) {
    calls.listRuns(units, numUnits, numUnits, 0, hashes);
    const whole = [...read(1)];
    calls.listRuns(units + (numUnits - shortSize) * 8, shortSize, shortSize, 1, hashes);
    runs.add([...read(1), item, numUnits, ...whole]);
    numRuns = 1;
  } else {
    numRuns = calls.listRuns(units, numUnits, longSize, 0, hashes);
    const words = read(numRuns);
    for (let at = 0; at < words.length; at += 2)
      runs.add([words[at] ?? 0, words[at + 1] ?? 0, item, longSize, 0, 0]);
  }
  kernels.release(mark);
  return { numRuns, isWhole };
}

interface Collected {
  cutter: number;
  runs: Runs;
  items: readonly IndexedItem[];
}

/** Sorts the runs, so that those of one hash stand together, and places each hash with its postings. */
function layOut(kernels: Kernels, { cutter, runs, items }: Collected): Uint8Array {
  const { calls } = kernels;
  const numBytes = runs.length * 4;
  const numRecords = runs.length / runWords;
  const room = kernels.reserve(numBytes);
  const scratch = kernels.reserve(numBytes);
  const counts = kernels.reserve(runWords * countsBytesPerWord);
  new Uint32Array(kernels.bytes().buffer, room, runs.length).set(runs.words.subarray(0, runs.length));
  const sorted = calls.sortRecords(room, numRecords, runWords, scratch, counts);
  const sizes = {
    numSlots: ceilPower(numRecords * 2),
    filterBytes: ceilPower(numRecords * filterBitsPerKey) / 8,
    numPostings: numRecords,
  };
  const tables = reserveTables(kernels, cutter, sizes);
  const { fields, slots, numBytes: tableBytes } = tables;
  kernels.bytes().fill(0, slots, slots + tableBytes);
  const words = new Uint32Array(kernels.bytes().buffer, sorted, runs.length);
  const postings = new Uint32Array(kernels.bytes().buffer, tables.postings, numRecords * 4);
  for (let start = 0, end = 0; start < numRecords; start = end) {
    for (end = start; end < numRecords && isSameKey(words, start, end); end += 1)
      postings.set(words.subarray(end * runWords + 2, (end + 1) * runWords), end * 4);
    const isShort = (words[start * runWords + 3] ?? 0) < longSize ? 1 : 0;
    calls.placeRun(fields, sorted + start * runWords * 4, start, end - start, isShort);
  }
  const header = { format: indexFormat, items, ...sizes } as const;
  return encodeIndex(header, kernels.bytes().slice(slots, slots + tableBytes));
}

function isSameKey(words: Uint32Array, a: number, b: number): boolean {
  const [left, right] = [a * runWords, b * runWords];
  return words[left] === words[right] && words[left + 1] === words[right + 1];
}
