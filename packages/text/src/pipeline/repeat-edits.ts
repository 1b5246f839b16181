/**
 * What has to be cut out of which document, by each way of finding repeats.
 * Invariant: edits come in the order of parts and documents, and each document at most once. Lines and stretches are found by sorting all
 * of them; a filter decides as it goes, so its edits have to be made in their order.
 */
import { createLineCutter, type LineOptions } from '../duplicates/create-line-cutter.ts';
import { createSeenFilter, type SeenFilterOptions } from '../duplicates/create-seen-filter.ts';
import { createStretchSampler } from '../duplicates/create-stretch-sampler.ts';
import { findRepeatedLines } from '../duplicates/find-repeated-lines.ts';
import { findRepeatedStretches } from '../duplicates/find-repeated-stretches.ts';
import type { Kernels } from '../kernels/load-kernels.ts';

export interface Edit {
  /** Number of the part. */
  unit: number;
  /** Place among the part's kept documents. */
  document: number;
  /** Writes what is left of the document to `out`, which has room for `length` bytes. @returns bytes written */
  cut(pointer: number, length: number, out: number): number;
}

/** Goes through the texts that are left. */
export type KeptTexts = () => AsyncIterable<{ unit: number; document: number; text: Uint8Array }>;

interface Found {
  kernels: Kernels;
  texts: KeptTexts;
}

interface Sorted extends Found {
  folder: string;
  memoryBytes: number;
}

type Record = (
  pointer: number,
  length: number,
  place: { unit: number; document: number },
) => Iterable<Uint32Array>;

/** The records of all texts, each block good until the next. */
async function* recordTexts({ kernels, texts }: Found, record: Record): AsyncGenerator<Uint32Array> {
  for await (const { text, ...place } of texts()) {
    const mark = kernels.mark();
    // Blocks are views on kernel memory, which may move while the text's are taken.
    for (const block of record(kernels.place(text), text.length, place)) yield block.slice();
    kernels.release(mark);
  }
}

export async function* findLineEdits({
  lines,
  ...found
}: Sorted & { lines: LineOptions }): AsyncGenerator<Edit> {
  const { kernels, folder, memoryBytes } = found;
  const cutter = createLineCutter(kernels, lines);
  const records = recordTexts(found, (...where) => [cutter.record(...where)]);
  for await (const { unit, lines: repeated } of findRepeatedLines({ records, folder, memoryBytes })) {
    for (let start = 0, end = 0; start < repeated.length; start = end) {
      const document = repeated[start] ?? 0;
      const numbers: number[] = [];
      for (; end < repeated.length && repeated[end] === document; end += 3)
        numbers.push(repeated[end + 1] ?? 0);
      const dropped = Uint32Array.from(numbers);
      yield {
        unit,
        document,
        cut: (pointer, length, out) => cutter.drop(pointer, length, { lines: dropped, out }),
      };
    }
  }
}

/** @throws SlipwayError `argument-invalid` for fewer than 32 bytes */
export async function* findStretchEdits({
  minBytes,
  ...found
}: Sorted & { minBytes: number }): AsyncGenerator<Edit> {
  const { kernels, folder, memoryBytes } = found;
  const sampler = createStretchSampler(kernels, { minBytes });
  const { stretchBytes } = sampler;
  const records = recordTexts(found, sampler.record);
  for await (const { unit, document, ranges } of findRepeatedStretches({
    records,
    stretchBytes,
    folder,
    memoryBytes,
  }))
    yield {
      unit,
      document,
      cut: (pointer, length, out) => sampler.drop(pointer, length, { ranges, out }),
    };
}

/** @throws SlipwayError `argument-invalid` for shares that are none, and for a filter that would be too large */
export async function* findSeenEdits({
  kernels,
  texts,
  seen,
}: Found & { seen: SeenFilterOptions }): AsyncGenerator<Edit> {
  const filter = createSeenFilter(kernels, seen);
  for await (const { unit, document } of texts())
    yield { unit, document, cut: (pointer, length, out) => filter.drop(pointer, length, out).length };
}
