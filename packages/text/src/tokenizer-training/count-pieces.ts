/**
 * Counts the pieces of documents in kernel memory, in bounded room.
 * Invariant: counts are exact while the distinct pieces fit. When they do not, pieces counted once are dropped, then those counted twice,
 * and so on until at most half of the room is taken (lossy counting); so a result depends on the documents and their order alone.
 * Refuses: pieces of more than 4096 bytes, which are passed over.
 */

import type { Kernels } from '../kernels/load-kernels.ts';
import { combiningClassTable } from '../tokenizer/character-tables.ts';
import { normaliseNfc } from '../tokenizer/normalise-nfc.ts';
import { type SplitPattern, splitClassTable, splitPatternNumbers } from '../tokenizer/split-patterns.ts';

export interface CountOptions {
  splitPattern: SplitPattern;
  normaliser?: 'none' | 'nfc';
  /** Distinct pieces held at a time. Default 4 million. */
  mostPieces?: number;
  /** Room for their bytes. Default 32 a piece. */
  mostBytes?: number;
}

export interface PieceCounts {
  pieces: Uint8Array[];
  counts: number[];
}

export interface PieceCounter {
  /** Counts the pieces of a document in kernel memory. */
  add(pointer: number, length: number): void;
  /** Adds counts made elsewhere, by another worker for example. */
  addCounts(counts: PieceCounts): void;
  /** All pieces and their counts, in the order of the first occurrence. */
  counts(): PieceCounts;
  /** The highest count that was ever dropped; 0 if all counts are exact. */
  numDropped(): number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const headBytes = 16;
const fieldBytes = 32;

/** Reserves table and arena. @returns the counter's pointer */
function placeCounter(kernels: Kernels, mostPieces: number, mostBytes: number): number {
  const numSlots = 2 ** Math.ceil(Math.log2(Math.max(16, mostPieces * 2)));
  const slots = kernels.reserve(numSlots * 4);
  kernels.bytes().fill(0, slots, slots + numSlots * 4);
  const arena = kernels.reserve(mostBytes);
  const counter = kernels.reserve(fieldBytes);
  const fields = [slots, numSlots - 1, arena, arena + mostBytes, arena, 0, mostPieces];
  new Uint32Array(kernels.bytes().buffer, counter, fields.length).set(fields);
  return counter;
}

function readCounts(kernels: Kernels, counter: number): PieceCounts {
  const bytes = kernels.bytes();
  const view = new DataView(bytes.buffer);
  const end = view.getUint32(counter + 16, true);
  const result: PieceCounts = { pieces: [], counts: [] };
  for (let at = view.getUint32(counter + 8, true); at < end; ) {
    const length = view.getUint32(at + 8, true);
    result.counts.push(Number(view.getBigUint64(at, true)));
    result.pieces.push(bytes.slice(at + headBytes, at + headBytes + length));
    at += Math.ceil((headBytes + length) / 8) * 8;
  }
  return result;
}

export function createPieceCounter(
  kernels: Kernels,
  { splitPattern, normaliser = 'none', mostPieces = 4_000_000, mostBytes = mostPieces * 32 }: CountOptions,
): PieceCounter {
  const counter = placeCounter(kernels, mostPieces, Math.max(mostBytes, 65_536));
  const classes = kernels.place(splitClassTable(splitPattern));
  const combining = kernels.place(combiningClassTable());
  const { calls } = kernels;
  let dropped = 0;

  function makeRoom(): void {
    const isCrowded = () => {
      const fields = new Uint32Array(kernels.bytes().buffer, counter, 7);
      const [, , arena = 0, arenaEnd = 0, next = 0, num = 0, most = 0] = fields;
      return num > most / 2 || next - arena > (arenaEnd - arena) / 2;
    };
    for (let most = 1; isCrowded(); most++) {
      calls.dropPieces(counter, BigInt(most));
      dropped = Math.max(dropped, most);
    }
  }

  function count(pointer: number, length: number): void {
    let done = 0;
    while (done < length) {
      done += calls.countPieces(
        counter,
        pointer + done,
        length - done,
        classes,
        splitPatternNumbers[splitPattern],
      );
      if (done < length) makeRoom();
    }
  }

  return {
    add(pointer, length) {
      if (normaliser === 'none' || calls.isNfc(pointer, length, combining) === 1)
        return count(pointer, length);
      const text = decoder.decode(kernels.bytes().subarray(pointer, pointer + length));
      const mark = kernels.mark();
      const bytes = encoder.encode(normaliseNfc(text));
      count(kernels.place(bytes), bytes.length);
      kernels.release(mark);
    },
    addCounts({ pieces, counts }) {
      const mark = kernels.mark();
      for (const [index, piece] of pieces.entries()) {
        const pointer = kernels.place(piece);
        while (calls.addPiece(counter, pointer, piece.length, BigInt(counts[index] ?? 0)) === 0) makeRoom();
        kernels.release(mark);
      }
    },
    counts: () => readCounts(kernels, counter),
    numDropped: () => dropped,
  };
}
