/**
 * Lines or paragraphs of documents: their hashes, for finding those that were seen before, and a document without some of them.
 * Invariant: lines cover the text; white space and lines without a word belong to the line before them, so what is left keeps its form.
 * Hashes are of words without case, width, accents, punctuation and white space (CCNet, arXiv:1911.00359, lower-cases and drops
 * punctuation likewise), 64 bits.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { storeCutter } from '../shingles/store-cutter.ts';
import { lineRecordWords } from './find-repeated-lines.ts';

export interface LineOptions {
  /** Paragraphs end at an empty line. */
  kind: 'line' | 'paragraph';
  /** Lines that must be repeated together: 1 for CCNet's paragraphs, 3 for C4's three-sentence spans (https://jmlr.org/papers/v21/20-074.html). */
  span: number;
}

export interface LineCutter {
  /** Records of a document's lines, for `findRepeatedLines`; valid until the next call. */
  record(pointer: number, length: number, place: { unit: number; document: number }): Uint32Array;
  /**
   * Writes a document without the spans that begin at the lines numbered, ascending, to `out`, which has room for `length` bytes.
   * @returns bytes written
   */
  drop(pointer: number, length: number, options: { lines: Uint32Array; out: number }): number;
}

interface Cut {
  records: number;
  starts: number;
  numLines: number;
}

/** Makes a cutter on kernels; its tables stay there. */
export function createLineCutter(kernels: Kernels, { kind, span }: LineOptions): LineCutter {
  const { calls } = kernels;
  const cutter = storeCutter(kernels);
  const isParagraphs = kind === 'paragraph' ? 1 : 0;

  function cut(pointer: number, length: number, { unit, document } = { unit: 0, document: 0 }): Cut {
    // A line has a word and a line feed: two bytes at least, but for the last.
    const mostLines = (length >> 1) + 1;
    const records = kernels.reserve(mostLines * lineRecordWords * 4);
    const starts = kernels.reserve(mostLines * 4);
    const where = [unit, document, records, starts] as const;
    const numLines = calls.digestLines(pointer, length, cutter, isParagraphs, span, ...where);
    return { records, starts, numLines };
  }

  return {
    record(pointer, length, place) {
      const mark = kernels.mark();
      const { records, numLines } = cut(pointer, length, place);
      kernels.release(mark);
      return new Uint32Array(kernels.bytes().buffer, records, numLines * lineRecordWords);
    },
    drop(pointer, length, { lines, out }) {
      const mark = kernels.mark();
      const { starts, numLines } = cut(pointer, length);
      const dropped = widenSpans(lines, span);
      const room = kernels.reserve(dropped.byteLength);
      new Uint32Array(kernels.bytes().buffer, room, dropped.length).set(dropped);
      const written = calls.dropLines(pointer, length, starts, numLines, room, dropped.length, out);
      kernels.release(mark);
      return written;
    },
  };
}

/** All lines of spans that begin at some, ascending, each once. */
function widenSpans(lines: Uint32Array, span: number): Uint32Array {
  const all: number[] = [];
  for (const line of lines)
    for (let at = Math.max(line, (all.at(-1) ?? -1) + 1); at < line + span; at += 1) all.push(at);
  return Uint32Array.from(all);
}
