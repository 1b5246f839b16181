/**
 * The two ways of finding by sorting what stood before, in the form that one machine and many share: texts are marked by records, records
 * of one hash are matched with one another, and what is found is cut out of its document.
 * Invariant: what is found depends on all records of a hash alone, so ranges of hashes may be matched apart from one another; what is cut
 * out of a part depends on what all ranges found in it.
 */
import { createLineCutter, type LineCutter } from '../duplicates/create-line-cutter.ts';
import { createStretchSampler } from '../duplicates/create-stretch-sampler.ts';
import { findLineRepeats, lineRecordWords, repeatedLineWords } from '../duplicates/find-repeated-lines.ts';
import {
  findStretchRepeats,
  joinRanges,
  repeatedStretchWords,
  stretchRecordWords,
} from '../duplicates/find-repeated-stretches.ts';
import type { Kernels } from '../kernels/load-kernels.ts';
import type { PipelineRecipe } from './pipeline-recipe.ts';

export type RepeatAsked = NonNullable<PipelineRecipe['repeats']>;

/** In the order in which they are made. */
export const sortedPasses = ['repeated-lines', 'repeated-stretches'] as const;
export type SortedPass = (typeof sortedPasses)[number];

/** Something to cut out of a document of a part. */
export interface Edit {
  /** Place among the part's kept documents. */
  document: number;
  /** Writes what is left of the document to `out`, which has room for `length` bytes. @returns bytes written */
  cut(pointer: number, length: number, out: number): number;
}

export interface RepeatPass {
  /** Words of a record, of which the first tells its range, and of what is found, of which the first is its part. */
  recordWords: number;
  foundWords: number;
  /** The records of a text in blocks, each good until the next. */
  record(pointer: number, length: number, place: { unit: number; document: number }): Iterable<Uint32Array>;
  /** What stood before, in order of parts, documents and places in them. */
  find(options: {
    records: AsyncIterable<Uint32Array>;
    folder: string;
    memoryBytes: number;
  }): AsyncIterable<Uint32Array>;
  /** Of all that was found in a part, in its order. */
  edits(found: Uint32Array): AsyncIterable<Edit>;
}

/** The passes that a recipe asks for. */
export function listPasses({ lines, stretches }: RepeatAsked = {}): SortedPass[] {
  return sortedPasses.filter((pass) => (pass === 'repeated-lines' ? lines : stretches) !== undefined);
}

/** @throws SlipwayError `argument-invalid` for bounds out of range */
export function openRepeatPass(
  kernels: Kernels,
  pass: SortedPass,
  { lines, stretches }: RepeatAsked,
): RepeatPass {
  return pass === 'repeated-lines'
    ? openLinePass(createLineCutter(kernels, lines ?? { kind: 'line', span: 1 }))
    : openStretchPass(kernels, stretches?.minBytes ?? 0);
}

function openLinePass(cutter: LineCutter): RepeatPass {
  return {
    recordWords: lineRecordWords,
    foundWords: repeatedLineWords,
    record: (...where) => [cutter.record(...where)],
    find: findLineRepeats,
    async *edits(found) {
      for (let start = 0, end = 0; start < found.length; start = end) {
        const document = found[start + 1] ?? 0;
        const numbers: number[] = [];
        for (; end < found.length && found[end + 1] === document; end += repeatedLineWords)
          numbers.push(found[end + 2] ?? 0);
        const lines = Uint32Array.from(numbers);
        yield { document, cut: (pointer, length, out) => cutter.drop(pointer, length, { lines, out }) };
      }
    },
  };
}

function openStretchPass(kernels: Kernels, minBytes: number): RepeatPass {
  const sampler = createStretchSampler(kernels, { minBytes });
  const { stretchBytes } = sampler;
  return {
    recordWords: stretchRecordWords,
    foundWords: repeatedStretchWords,
    record: sampler.record,
    find: findStretchRepeats,
    async *edits(found) {
      for await (const { document, ranges } of joinRanges([found], stretchBytes))
        yield { document, cut: (pointer, length, out) => sampler.drop(pointer, length, { ranges, out }) };
    },
  };
}
