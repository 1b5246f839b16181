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
  longEntryWords,
  longSize,
  reserveTables,
  shortEntryWords,
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

const countsBytesPerWord = 4096;
const encoder = new TextEncoder();

/** Entries of a table as they are found; sorted, they are the table's. */
class Entries {
  words = new Uint32Array(1 << 16);
  length = 0;
  readonly numWords: number;

  constructor(numWords: number) {
    this.numWords = numWords;
  }

  get count(): number {
    return this.length / this.numWords;
  }

  add(entry: readonly number[]): void {
    if (this.length + this.numWords > this.words.length) {
      const larger = new Uint32Array(this.words.length * 2);
      larger.set(this.words);
      this.words = larger;
    }
    this.words.set(entry, this.length);
    this.length += this.numWords;
  }
}

/** What an index is made of, but for its items. */
interface Found {
  cutter: number;
  long: Entries;
  short: Entries;
}

/** Builds the index; the kernels' memory is given back. */
export async function buildContaminationIndex(
  texts: Iterable<BenchmarkText> | AsyncIterable<BenchmarkText>,
  kernels: Kernels,
): Promise<ContaminationIndex> {
  const mark = kernels.mark();
  const cutter = storeCutter(kernels);
  const found: Found = { cutter, long: new Entries(longEntryWords), short: new Entries(shortEntryWords) };
  const items: IndexedItem[] = [];
  let numWhole = 0;
  for await (const { benchmark, item, text } of texts) {
    const { numRuns, isWhole } = addRuns(kernels, found, { item: items.length, text });
    if (isWhole) numWhole += 1;
    items.push({ benchmark, item, numRuns });
  }
  const bytes = layOut(kernels, found, items);
  kernels.release(mark);
  const numUncheckable = items.filter(({ numRuns }) => numRuns === 0).length;
  return { bytes, numItems: items.length, numWhole, numUncheckable };
}

function addRuns(
  kernels: Kernels,
  { cutter, long, short }: Found,
  { item, text }: { item: number; text: string },
) {
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
    short.add([...read(1), item, numUnits, ...whole]);
    numRuns = 1;
  } else {
    numRuns = calls.listRuns(units, numUnits, longSize, 0, hashes);
    const words = read(numRuns);
    for (let at = 0; at < words.length; at += 2) long.add([words[at] ?? 0, words[at + 1] ?? 0, item]);
  }
  kernels.release(mark);
  return { numRuns, isWhole };
}

/** Sorts the entries into their tables, and enters them into the directories and filters. */
function layOut(kernels: Kernels, { cutter, long, short }: Found, items: readonly IndexedItem[]): Uint8Array {
  const sizes = { numLong: long.count, numShort: short.count };
  const tables = reserveTables(kernels, cutter, sizes);
  const { start, numBytes } = tables;
  kernels.bytes().fill(0, start, start + numBytes);
  sortInto(kernels, tables.long.entries, long);
  sortInto(kernels, tables.short.entries, short);
  kernels.calls.fillTable(tables.long.fields, 0);
  kernels.calls.fillTable(tables.short.fields, 1);
  return encodeIndex(
    { format: indexFormat, items, ...sizes },
    kernels.bytes().subarray(start, start + numBytes),
  );
}

function sortInto(kernels: Kernels, place: number, { words, length, count, numWords }: Entries): void {
  const mark = kernels.mark();
  const scratch = kernels.reserve(length * 4);
  const counts = kernels.reserve(numWords * countsBytesPerWord);
  new Uint32Array(kernels.bytes().buffer, place, length).set(words.subarray(0, length));
  const sorted = kernels.calls.sortRecords(place, count, numWords, scratch, counts);
  if (sorted !== place) kernels.bytes().copyWithin(place, sorted, sorted + length * 4);
  kernels.release(mark);
}
