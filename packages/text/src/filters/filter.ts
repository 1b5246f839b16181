/**
 * What a filter is: a question asked of one document, answered with keep, or drop with a reason.
 * Invariant: pure and deterministic; the same document gets the same verdict whatever stands around it. A reason is a closed word.
 * Refuses to change a document.
 */
import type { Document } from '../records/document.ts';

/** What filters may look at. */
export type Judged = Pick<Document, 'text' | 'format' | 'title' | 'numReplaced'>;

export type Verdict = { isKept: true } | { isKept: false; reason: FilterReason; detail: string };

export type FilterReason =
  | 'boilerplate'
  | 'mostly-symbols'
  | 'repetitive-lines'
  | 'repetitive-words'
  | 'too-long-lines'
  | 'too-short';

export interface Filter {
  /** The reason that it drops for. */
  name: FilterReason;
  judge(document: Judged): Verdict;
}

export const kept: Verdict = { isKept: true };
