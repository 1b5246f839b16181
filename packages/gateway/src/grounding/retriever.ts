/**
 * The port of retrieval: which passages of an index speak of a question.
 * Invariant: best first; the same question and index give the same passages.
 */
import type { Passage } from '@slipway/contracts';

export interface RetrievedPassage extends Passage {
  score: number;
}

export interface Retriever {
  /** @returns at most `limit` passages, best first; none where nothing fits */
  search(question: string, limit: number): Promise<RetrievedPassage[]>;
}
