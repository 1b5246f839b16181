/**
 * Finds benchmark items in documents in kernel memory, and writes documents without them.
 * Invariant: a hit is a stretch of the document in which the item's runs of units stand one behind the other; case, width, accents,
 * punctuation and white space between them do not count.
 * Refuses: to judge; whether a hit is told, dropped or cut is the caller's to say.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { storeCutter } from '../shingles/store-cutter.ts';
import { decodeIndex, hitBytes, reserveTables } from './contamination-layout.ts';
import { cutSentences } from './cut-sentences.ts';

export interface ContaminationHit {
  benchmark: string;
  item: string;
  /** Offsets in bytes from the document's start. */
  start: number;
  end: number;
  /** Share of the item's runs that stand there, at most 1. */
  share: number;
}

export interface ContaminationFinder {
  /** @returns hits by start, then in the items' order */
  find(pointer: number, length: number): ContaminationHit[];
  /**
   * Writes a document without the sentences that hits touch to `out`, which has room for `length` bytes.
   * @returns bytes written
   */
  cut(
    pointer: number,
    length: number,
    options: { hits: readonly Pick<ContaminationHit, 'start' | 'end'>[]; out: number },
  ): number;
}

interface RawHit {
  item: number;
  start: number;
  end: number;
  numRuns: number;
}

const firstCapacity = 256 * hitBytes;

/**
 * Loads an index into kernels, where it stays.
 * @param bytes what `buildContaminationIndex` gave
 * @throws SlipwayError `artifact-corrupt` where they are something else
 */
export function openContaminationIndex(bytes: Uint8Array, kernels: Kernels): ContaminationFinder {
  const { calls } = kernels;
  const { header, tables } = decodeIndex(bytes);
  const cutter = storeCutter(kernels);
  const { fields, start } = reserveTables(kernels, cutter, header);
  kernels.bytes().set(tables, start);

  function findRaw(pointer: number, length: number): Uint32Array {
    for (let capacity = firstCapacity; ; capacity *= 8) {
      const mark = kernels.mark();
      const out = kernels.reserve(capacity);
      const count = calls.findRuns(pointer, length, fields, out, capacity);
      kernels.release(mark);
      if (count >= 0) return new Uint32Array(kernels.bytes().buffer, out, count * 4);
    }
  }

  return {
    find(pointer, length) {
      const words = findRaw(pointer, length);
      return joinHits(words).map(({ item, start, end, numRuns }) => {
        const { benchmark = '', item: name = '', numRuns: numAll = 1 } = header.items[item] ?? {};
        return { benchmark, item: name, start, end, share: Math.min(1, numRuns / numAll) };
      });
    },
    cut(pointer, length, { hits, out }) {
      const text = kernels.bytes().subarray(pointer, pointer + length);
      const kept = cutSentences(text, hits);
      kernels.bytes().set(kept, out);
      return kept.length;
    },
  };
}

/** Joins hits of an item that overlap. */
function joinHits(words: Uint32Array): RawHit[] {
  const hits = Array.from({ length: words.length / 4 }, (_, at): RawHit => {
    const [item = 0, start = 0, end = 0, numRuns = 0] = words.subarray(at * 4, at * 4 + 4);
    return { item, start, end, numRuns };
  });
  hits.sort((a, b) => a.item - b.item || a.start - b.start);
  const joined: RawHit[] = [];
  for (const hit of hits) {
    const last = joined.at(-1);
    if (last?.item === hit.item && hit.start < last.end) {
      last.end = Math.max(last.end, hit.end);
      last.numRuns += hit.numRuns;
    } else joined.push(hit);
  }
  return joined.sort((a, b) => a.start - b.start || a.item - b.item);
}
