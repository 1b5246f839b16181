/**
 * Packs so that no document is cut unless it is longer than a sequence: a window of documents, longest first, each into the sequence that it
 * fills most (see `best-fit.ts`). Of a document that is longer, all but its last piece are sequences of their own.
 * Invariant: every token stands in exactly one sequence; depends on the documents in their order and the window alone.
 * Memory: the window's tokens and as many open sequences as the window has documents at most.
 */
import type { TokenIds } from '../shards/token-width.ts';
import { createOpenSequences } from './open-sequences.ts';
import {
  noCounts,
  type PackedSequence,
  type Packer,
  refuseSequences,
  reportOn,
  type SequenceOptions,
} from './packed-sequence.ts';

export interface BestFitOptions extends SequenceOptions {
  /** Documents that are sorted at once; 8,192 unless said otherwise. */
  windowDocuments?: number;
}

const defaultWindow = 8192;
/** Sequences that may stay open after a window, in parts of its documents. */
const openShare = 1 / 8;

/** @throws SlipwayError `argument-invalid` where sequences have no sound length */
export function createBestFitPacker(options: BestFitOptions): Packer {
  refuseSequences(options);
  const { sequenceTokens, endOfText, windowDocuments = defaultWindow } = options;
  const counts = { ...noCounts };
  const open = createOpenSequences(sequenceTokens);
  let window: Uint32Array[] = [];

  function compose(pieces: readonly Uint32Array[]): PackedSequence {
    const sequence = composeSequence(pieces, options);
    counts.numSequences += 1;
    counts.numPadding += sequence.numPadding;
    return sequence;
  }

  function placeWindow(mostOpen: number): PackedSequence[] {
    // Sorting is stable: equals keep the order in which they came.
    const sorted = window.sort((a, b) => b.length - a.length);
    const complete = sorted.flatMap((piece) => {
      const pieces = open.place(piece);
      return pieces ? [compose(pieces)] : [];
    });
    window = [];
    while (open.numOpen > mostOpen) complete.push(compose(open.closeFullest()));
    return complete;
  }

  return {
    sequenceTokens,
    add(document) {
      counts.numDocuments += 1;
      if (document.length === 0) return [];
      const ids = withEnd(document, endOfText);
      counts.numTokens += ids.length;
      if (ids.length > sequenceTokens) counts.numCut += 1;
      const complete: PackedSequence[] = [];
      let start = 0;
      for (; ids.length - start > sequenceTokens; start += sequenceTokens)
        complete.push(compose([ids.subarray(start, start + sequenceTokens)]));
      window.push(start === 0 ? ids : ids.slice(start));
      if (window.length >= windowDocuments) complete.push(...placeWindow(windowDocuments * openShare));
      return complete;
    },
    finish: () => placeWindow(0),
    report: () => reportOn(counts),
    save: () => (window.length > 0 ? undefined : { counts: { ...counts }, sequences: open.list() }),
    restore(state) {
      Object.assign(counts, state.counts);
      for (const pieces of state.sequences) open.reopen(pieces);
    },
  };
}

function composeSequence(
  pieces: readonly Uint32Array[],
  { sequenceTokens, padding }: SequenceOptions,
): PackedSequence {
  const ids = new Uint32Array(sequenceTokens);
  const ends: number[] = [];
  let numFilled = 0;
  for (const piece of pieces) {
    ids.set(piece, numFilled);
    numFilled += piece.length;
    ends.push(numFilled);
  }
  if (numFilled < sequenceTokens) ends.push(ids.fill(padding, numFilled).length);
  return { ids, ends, numPadding: sequenceTokens - numFilled };
}

function withEnd(document: TokenIds, endOfText: number | undefined): Uint32Array {
  const ids = new Uint32Array(document.length + (endOfText === undefined ? 0 : 1));
  ids.set(document);
  if (endOfText !== undefined) ids[document.length] = endOfText;
  return ids;
}
