/**
 * Packs by writing documents one after the other and cutting wherever a sequence is full.
 * Invariant: only the last sequence is padded, and the order of tokens is that of the documents. Memory: one sequence.
 */
import type { TokenIds } from '../shards/token-width.ts';
import {
  noCounts,
  type PackedSequence,
  type Packer,
  refuseSequences,
  reportOn,
  type SequenceOptions,
} from './packed-sequence.ts';

/** @throws SlipwayError `argument-invalid` where sequences have no sound length */
export function createConcatenatingPacker(options: SequenceOptions): Packer {
  refuseSequences(options);
  const { sequenceTokens, padding, endOfText } = options;
  const ending = endOfText === undefined ? new Uint32Array() : Uint32Array.of(endOfText);
  const counts = { ...noCounts };
  let ids = new Uint32Array(sequenceTokens);
  let ends: number[] = [];
  let numFilled = 0;

  function close(numPadding: number): PackedSequence {
    if (ends.at(-1) !== sequenceTokens) ends.push(sequenceTokens);
    const sequence = { ids, ends, numPadding };
    ids = new Uint32Array(sequenceTokens);
    ends = [];
    numFilled = 0;
    counts.numSequences += 1;
    counts.numPadding += numPadding;
    return sequence;
  }

  function fill(pieces: readonly TokenIds[], complete: PackedSequence[]): void {
    for (const piece of pieces)
      for (let done = 0; done < piece.length; ) {
        const some = piece.subarray(done, done + sequenceTokens - numFilled);
        ids.set(some, numFilled);
        numFilled += some.length;
        done += some.length;
        if (numFilled === sequenceTokens) complete.push(close(0));
      }
  }

  return {
    sequenceTokens,
    add(document) {
      counts.numDocuments += 1;
      if (document.length === 0) return [];
      const numTokens = document.length + ending.length;
      counts.numTokens += numTokens;
      if (numFilled + numTokens > sequenceTokens) counts.numCut += 1;
      const complete: PackedSequence[] = [];
      fill([document, ending], complete);
      if (numFilled > 0) ends.push(numFilled);
      return complete;
    },
    finish() {
      if (numFilled === 0) return [];
      ids.fill(padding, numFilled);
      return [close(sequenceTokens - numFilled)];
    },
    report: () => reportOn(counts),
    save: () => ({ counts: { ...counts }, sequences: [cutPieces(ids, ends)] }),
    restore(state) {
      Object.assign(counts, state.counts);
      for (const piece of state.sequences.flat()) {
        fill([piece], []);
        ends.push(numFilled);
      }
    },
  };
}

function cutPieces(ids: TokenIds, ends: readonly number[]): TokenIds[] {
  return ends.map((end, place) => ids.slice(ends[place - 1] ?? 0, end));
}
