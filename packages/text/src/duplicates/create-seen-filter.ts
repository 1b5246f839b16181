/**
 * Drops paragraphs or lines of a stream that were mostly seen before in it, in memory that does not grow: a Bloom filter of runs of words
 * (Dolma, arXiv:2402.00159).
 * Invariant: the same documents in the same order leave the same text. What was seen is always taken for seen; what was not, by chance.
 * Refuses: several streams at once; who has threads gives each a filter and its own share of the input.
 */
import { SlipwayError } from '@slipway/contracts';
import type { Kernels } from '../kernels/load-kernels.ts';
import { storeCutter } from '../shingles/store-cutter.ts';

export interface SeenFilterOptions {
  kind: 'line' | 'paragraph';
  /** Words of a run; a shorter line is one run. */
  numWords: number;
  /** Share of a line's runs from which on it is dropped, above 0. */
  threshold: number;
  /** Runs that will be noted; beyond them chance hits become more than `chance`. */
  numRuns: number;
  /** Share of new runs that may be taken for seen. */
  chance: number;
}

export interface SeenFilter {
  /** Memory of the filter, a power of two. */
  readonly numBytes: number;
  /** Bits that are set for a run. */
  readonly numHashes: number;
  /**
   * Writes what is left of a document to `out`, which has room for `length` bytes, and notes all of it.
   * @returns bytes written, and lines or paragraphs dropped
   */
  drop(pointer: number, length: number, out: number): { length: number; numDropped: number };
}

const fieldBytes = 48;
const leastBits = 1 << 13;
/** 2 GiB: kernel memory has room for documents beside it. */
const mostBits = 2 ** 34;

/**
 * Makes a filter on kernels, where it stays.
 * @throws SlipwayError `argument-invalid` for shares that are none, and for a filter that would take more than 2 GiB
 */
export function createSeenFilter(kernels: Kernels, options: SeenFilterOptions): SeenFilter {
  const { kind, numWords, threshold, numRuns, chance } = options;
  const isShare = (share: number) => share > 0 && share <= 1;
  if (!isShare(threshold) || !(chance > 0 && chance < 1) || numWords < 1)
    throw refuse('its threshold, chance or number of words is none');
  const least = Math.ceil((-Math.max(1, numRuns) * Math.log(chance)) / Math.LN2 ** 2);
  const numBits = 2 ** Math.ceil(Math.log2(Math.max(least, leastBits)));
  if (numBits > mostBits) throw refuse(`it would take ${numBits / 8} bytes`);
  const numHashes = Math.max(1, Math.round(-Math.log2(chance)));
  const cutter = storeCutter(kernels);
  const bits = kernels.reserve(numBits / 8);
  kernels.bytes().fill(0, bits, bits + numBits / 8);
  const fields = kernels.reserve(fieldBytes);
  const view = new DataView(kernels.bytes().buffer, fields, fieldBytes);
  for (const [place, value] of [cutter, bits, numWords, numHashes].entries())
    view.setUint32(place * 4, value, true);
  view.setBigUint64(16, BigInt(numBits - 1), true);
  view.setFloat64(24, threshold, true);
  const isParagraphs = kind === 'paragraph' ? 1 : 0;
  return {
    numBytes: numBits / 8,
    numHashes,
    drop(pointer, length, out) {
      const mark = kernels.mark();
      const room = kernels.reserve(length * 8 + 8);
      const written = kernels.calls.dropSeenLines(pointer, length, fields, isParagraphs, room, out);
      kernels.release(mark);
      const numDropped = new DataView(kernels.bytes().buffer, fields).getUint32(32, true);
      return { length: written, numDropped };
    },
  };
}

function refuse(why: string): SlipwayError {
  return new SlipwayError({
    code: 'argument-invalid',
    message: `The filter of seen runs cannot be made: ${why}.`,
    hint: 'Take shares between 0 and 1, and fewer runs or a greater chance.',
  });
}
