/**
 * Measures documents in kernel memory: the row of columns of each, and the text that C4's line rules leave of it.
 * Invariant: a row depends on the bytes and the stop words alone; no room is kept between calls.
 * Refuses: text that is not UTF-8 is measured with U+FFFD in place of what is broken, not mended.
 */
import { invariant } from '@slipway/contracts';
import type { Kernels } from '../kernels/load-kernels.ts';
import { allPasses, clearUnmeasured, columnAt, type MeasuredPasses, numColumns } from './columns.ts';
import { storeWordTables, type WordTables } from './word-tables.ts';

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
  /**
   * @param passes what is measured; NaN stands in the columns of the others
   * @returns the row of a document of `length` bytes of UTF-8 at `pointer`; the same array is filled anew by the next call
   */
  measure(pointer: number, length: number, passes?: MeasuredPasses): Float64Array;
  /**
   * Writes what C4's line rules leave of a document to `out`, which has room for `length` + 16 bytes; `isStrict` demands a terminal
   * mark at a line's end. @returns bytes written
   */
  keepLines(pointer: number, length: number, options: { out: number; isStrict: boolean }): number;
}

interface Tokens {
  at: number;
  count: number;
}

/** The stop words of Gopher (https://arxiv.org/abs/2112.11446, table A1). */
export const gopherStopWords: readonly string[] = ['the', 'be', 'to', 'of', 'and', 'that', 'have', 'with'];

/** Where a meter works. */
interface Desk {
  kernels: Kernels;
  tables: WordTables;
  row: number;
  work: number;
  small: number;
}

/** Makes a meter on kernels; its tables stay there. Room for a document is reserved during a call only. */
export function createDocumentMeter(kernels: Kernels, options: StatisticsOptions = {}): DocumentMeter {
  const { calls } = kernels;
  const tables = storeWordTables(kernels, { stopWords: gopherStopWords, ...options });
  const row = kernels.reserve(numColumns * 8);
  const work = kernels.reserve(workBytes);
  const small = kernels.reserve(histogramBytes + tables.numStopSlots);
  const desk = { kernels, tables, row, work, small };
  const values = new Float64Array(numColumns);
  return {
    measure(pointer, length, passes = allPasses) {
      const mark = kernels.mark();
      const tokens = cutWords(desk, pointer, length);
      calls.measureCharacters(pointer, length, tables.characters, small, row);
      calls.measureWords(tokens.at, tokens.count, tables.stops, small + histogramBytes, row);
      measureLines(desk, pointer, length);
      if (passes.repetition) measureRepetition(desk, tokens, length);
      if (passes.lineRules) applyLineRules(desk, { pointer, length, tokens }, { out: 0, isStrict: false });
      kernels.release(mark);
      values.set(new Float64Array(kernels.bytes().buffer, row, numColumns));
      clearUnmeasured(values, passes);
      return values;
    },
    keepLines(pointer, length, output) {
      const mark = kernels.mark();
      const tokens = cutWords(desk, pointer, length);
      const written = applyLineRules(desk, { pointer, length, tokens }, output);
      kernels.release(mark);
      return written;
    },
  };
}

function cutWords({ kernels, tables }: Desk, pointer: number, length: number): Tokens {
  const mark = kernels.mark();
  for (let capacity = (Math.ceil(length / 3) + 64) * tokenBytes; ; capacity *= 2) {
    const at = kernels.reserve(capacity);
    const count = kernels.calls.segmentWords(pointer, length, tables.context, at, capacity);
    if (count >= 0) return { at, count };
    invariant(capacity < (length + 64) * 64, 'tokens are fewer than bytes');
    kernels.release(mark);
  }
}

/** After the characters: their newlines say how much room is needed. */
function measureLines({ kernels, tables, row }: Desk, pointer: number, length: number): void {
  const numNewlines = new Float64Array(kernels.bytes().buffer, row)[columnAt.newlines] ?? 0;
  const mark = kernels.mark();
  const room = kernels.reserve(kernels.calls.lineRoom(numNewlines));
  kernels.calls.measureLines(pointer, length, tables.characters, room, row);
  kernels.release(mark);
}

function measureRepetition({ kernels, row }: Desk, { at, count }: Tokens, length: number): void {
  const mark = kernels.mark();
  const room = kernels.reserve(kernels.calls.repetitionRoom(count, length));
  kernels.calls.measureRepetition(at, count, room, row + columnAt.top2 * 8);
  kernels.release(mark);
}

function applyLineRules(
  { kernels, tables, row, work }: Desk,
  { pointer, length, tokens }: { pointer: number; length: number; tokens: Tokens },
  { out, isStrict }: { out: number; isStrict: boolean },
): number {
  const { context } = tables;
  const mark = kernels.mark();
  for (let lineBytes = 4096 * tokenBytes; ; lineBytes *= 4) {
    const room = kernels.reserve(lineBytes + length + 16);
    const end = tokens.at + tokens.count * tokenBytes;
    const places = [tokens.at, end, room, lineBytes, room + lineBytes];
    new Uint32Array(kernels.bytes().buffer, work, places.length).set(places);
    const written = kernels.calls.measureC4(pointer, length, context, work, row, out, isStrict ? 1 : 0);
    kernels.release(mark);
    if (written >= 0) return written;
  }
}
