/**
 * Long stretches of text that stand elsewhere too: samples them for `findRepeatedStretches`, and writes documents without those found.
 * Invariant: of any two equal stretches of at least `minBytes` bytes, wherever they are, the later is found: all of it but at most
 * `minBytes` / 2 bytes at either end. What is found stood before in pieces of at least `minBytes` / 2 bytes, but for chance hits of 128 bits.
 * Refuses: to find shorter stretches for certain, and to reach out to a stretch's very ends, which would need all texts at hand.
 */
import { SlipwayError } from '@slipway/contracts';
import type { Kernels } from '../kernels/load-kernels.ts';
import { stretchRecordWords } from './find-repeated-stretches.ts';

export interface StretchSampler {
  /** Bytes of a sampled stretch. */
  readonly stretchBytes: number;
  /** Gives the records of a document's samples in blocks, each valid until the next. */
  record(pointer: number, length: number, place: { unit: number; document: number }): Generator<Uint32Array>;
  /**
   * Writes a document without ranges, pairs of start and end in order, shrunk to whole characters, to `out`, which has room for `length`
   * bytes. @returns bytes written
   */
  drop(pointer: number, length: number, options: { ranges: Uint32Array; out: number }): number;
}

const leastBytes = 32;
/** Text that is sampled at once, so that room for the records stays small. */
const sliceBytes = 1 << 18;

/**
 * @param minBytes length from which on repeats are found for certain; 200 is about 50 tokens of English
 * @throws SlipwayError `argument-invalid` for fewer than 32 bytes
 */
export function createStretchSampler(kernels: Kernels, { minBytes }: { minBytes: number }): StretchSampler {
  if (!(minBytes >= leastBytes))
    throw new SlipwayError({
      code: 'argument-invalid',
      message: `Repeats of ${minBytes} bytes are too short to be told from chance.`,
      hint: `Take at least ${leastBytes} bytes; 200 is usual.`,
    });
  // No larger than a stretch, so that samples within a repeat leave no gap.
  const window = Math.floor(minBytes / 2);
  const stretchBytes = minBytes - window + 1;
  const orders = kernels.reserve(window * 4);
  return {
    stretchBytes,
    *record(pointer, length, { unit, document }) {
      for (let start = 0; start < length; start += sliceBytes) {
        const mark = kernels.mark();
        // A slice has the windows that begin in it, so that windows are the same whatever the slices.
        const numBytes = Math.min(length - start, sliceBytes + minBytes - 1);
        const records = kernels.reserve(numBytes * stretchRecordWords * 4);
        const where = [pointer, unit, document, orders, records] as const;
        const count = kernels.calls.winnow(pointer + start, numBytes, stretchBytes, window, ...where);
        kernels.release(mark);
        yield new Uint32Array(kernels.bytes().buffer, records, count * stretchRecordWords);
      }
    },
    drop(pointer, length, { ranges, out }) {
      const bytes = kernels.bytes();
      let [from, to] = [0, out];
      const keep = (end: number) => {
        bytes.copyWithin(to, pointer + from, pointer + end);
        to += end - from;
      };
      for (let at = 0; at < ranges.length; at += 2) {
        let [start = 0, end = 0] = [ranges[at], ranges[at + 1]];
        while (start < end && isInside(bytes[pointer + start])) start += 1;
        while (end > start && end < length && isInside(bytes[pointer + end])) end -= 1;
        keep(start);
        from = end;
      }
      keep(length);
      return to - out;
    },
  };
}

/** Whether a byte goes on a character that began before it. */
function isInside(byte = 0): boolean {
  return (byte & 0xc0) === 0x80;
}
