/**
 * A training sequence made of documents, and what a packer is.
 * Invariant: `ids` has exactly the tokens of a sequence; `ends` rise to that number, and no attention crosses one (`cu_seqlens` is 0 and then
 * they). Where a sequence is padded, its last stretch is padding alone.
 */
import { SlipwayError } from '@slipway/contracts';
import type { TokenIds } from '../shards/token-width.ts';

export interface PackedSequence {
  ids: Uint32Array;
  ends: number[];
  /** Ids at the end that fill it up. */
  numPadding: number;
}

export interface PackingReport {
  numDocuments: number;
  numSequences: number;
  /** Of documents, with the ends of text that were added. */
  numTokens: number;
  numPadding: number;
  /** Documents that stand in more than one sequence. */
  numCut: number;
  /** Share of all ids that are not padding, 0 to 1. */
  utilisation: number;
}

/** All that a packer holds between two documents. */
export interface PackerState {
  counts: PackingCounts;
  /** The sequences that are begun, each by its pieces. */
  sequences: readonly (readonly TokenIds[])[];
}

export interface Packer {
  readonly sequenceTokens: number;
  /** Adds a document, whose ids are copied; an empty one only counts. @returns the sequences that are complete now */
  add(ids: TokenIds): PackedSequence[];
  /** @returns the rest, padded where documents do not fill it */
  finish(): PackedSequence[];
  report(): PackingReport;
  /** What another packer of the same settings goes on from; undefined while documents wait for their window to be full. */
  save(): PackerState | undefined;
  /** Goes on from what was saved; before any document. */
  restore(state: PackerState): void;
}

export interface SequenceOptions {
  /** Tokens of a sequence. */
  sequenceTokens: number;
  /** The id that fills up a sequence; commonly that of the end of text. */
  padding: number;
  /** The id that is added to each document, where the tokenizer did not add it. */
  endOfText?: number;
}

/** @throws SlipwayError `argument-invalid` where sequences have no sound length */
export function refuseSequences({ sequenceTokens }: SequenceOptions): void {
  if (Number.isInteger(sequenceTokens) && sequenceTokens > 0 && sequenceTokens <= 2 ** 24) return;
  throw new SlipwayError({
    code: 'argument-invalid',
    message: `a sequence cannot have ${sequenceTokens} tokens`,
    hint: 'Give the context length that the model is trained with, at most 16,777,216.',
  });
}

/** Counts of a packer while it runs. */
export type PackingCounts = Omit<PackingReport, 'utilisation'>;

export const noCounts: PackingCounts = {
  numDocuments: 0,
  numSequences: 0,
  numTokens: 0,
  numPadding: 0,
  numCut: 0,
};

/** The counts with the share that is used; of nothing, all is used. */
export function reportOn(counts: PackingCounts): PackingReport {
  const all = counts.numTokens + counts.numPadding;
  return { ...counts, utilisation: all === 0 ? 1 : counts.numTokens / all };
}
