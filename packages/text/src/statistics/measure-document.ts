/**
 * Measures documents in kernel memory: the row of columns of each, and the text that C4's line rules leave of it.
 * Invariant: a row depends on the bytes and the stop words alone; no room is kept between calls.
 * Refuses: text that is not UTF-8 is measured with U+FFFD in place of what is broken, not mended.
 */
import { invariant } from '@slipway/contracts';
import type { Kernels } from '../kernels/load-kernels.ts';
import { columnAt, numColumns } from './columns.ts';
import { storeWordTables } from './word-tables.ts';

const tokenBytes = 24;
const workBytes = 32;
const histogramBytes = 512;

export interface StatisticsOptions {
  /** Stop words that are looked for; Gopher's eight English ones unless said otherwise. */
  stopWords?: readonly string[];
  /** Words of Chinese, for Chinese text; see `WordOptions`. */
  chineseWords?: readonly string[];
}

export interface DocumentMeter {
  /** @returns the row of a document of `length` bytes of UTF-8 at `pointer`; the same array is filled anew by the next call */
  measure(pointer: number, length: number): Float64Array;
  /**
   * Writes what C4's line rules leave of a document to `out`, which has room for `length` + 16 bytes; `isStrict` demands a terminal
   * mark at a line's end. @returns bytes written
   */
  keepLines(pointer: number, length: number, options: { out: number; isStrict: boolean }): number;
}

interface Document {
  pointer: number;
  length: number;
}

interface Tokens {
  at: number;
  count: number;
}

/** The stop words of Gopher (https://arxiv.org/abs/2112.11446, table A1). */
export const gopherStopWords: readonly string[] = ['the', 'be', 'to', 'of', 'and', 'that', 'have', 'with'];

/** Makes a meter on kernels; its tables stay there. Room for a document is reserved during a call only. */
export function createDocumentMeter(kernels: Kernels, options: StatisticsOptions = {}): DocumentMeter {
  const { calls } = kernels;
  const tables = storeWordTables(kernels, { stopWords: gopherStopWords, ...options });
  const row = kernels.reserve(numColumns * 8);
  const work = kernels.reserve(workBytes);
  const small = kernels.reserve(histogramBytes + tables.numStopSlots);
  const values = new Float64Array(numColumns);

  function segment(pointer: number, length: number): Tokens {
    const mark = kernels.mark();
    for (let capacity = (Math.ceil(length / 3) + 64) * tokenBytes; ; capacity *= 2) {
      const at = kernels.reserve(capacity);
      const count = calls.segmentWords(pointer, length, tables.context, at, capacity);
      if (count >= 0) return { at, count };
      invariant(capacity < (length + 64) * 64, 'tokens are fewer than bytes');
      kernels.release(mark);
    }
  }

  function runC4(document: Document, tokens: Tokens, output: { out: number; isStrict: boolean }): number {
    const { pointer, length } = document;
    const mark = kernels.mark();
    for (let lineBytes = 4096 * tokenBytes; ; lineBytes *= 4) {
      const room = kernels.reserve(lineBytes + length + 16);
      const end = tokens.at + tokens.count * tokenBytes;
      const places = [tokens.at, end, room, lineBytes, room + lineBytes];
      new Uint32Array(kernels.bytes().buffer, work, places.length).set(places);
      const strict = output.isStrict ? 1 : 0;
      const written = calls.measureC4(pointer, length, tables.context, work, row, output.out, strict);
      kernels.release(mark);
      if (written >= 0) return written;
    }
  }

  return {
    measure(pointer, length) {
      const mark = kernels.mark();
      const tokens = segment(pointer, length);
      calls.measureCharacters(pointer, length, tables.characters, small, row);
      const numNewlines = new Float64Array(kernels.bytes().buffer, row)[columnAt.newlines] ?? 0;
      calls.measureWords(tokens.at, tokens.count, tables.stops, small + histogramBytes, row);
      const needed = Math.max(calls.lineRoom(numNewlines), calls.repetitionRoom(tokens.count, length));
      const roomMark = kernels.mark();
      const room = kernels.reserve(needed);
      calls.measureLines(pointer, length, tables.characters, room, row);
      calls.measureRepetition(tokens.at, tokens.count, room, row + columnAt.top2 * 8);
      kernels.release(roomMark);
      runC4({ pointer, length }, tokens, { out: 0, isStrict: false });
      kernels.release(mark);
      values.set(new Float64Array(kernels.bytes().buffer, row, numColumns));
      return values;
    },
    keepLines(pointer, length, output) {
      const mark = kernels.mark();
      const written = runC4({ pointer, length }, segment(pointer, length), output);
      kernels.release(mark);
      return written;
    },
  };
}
