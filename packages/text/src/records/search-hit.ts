/**
 * One found entry of a search index.
 * Invariant: hits are ordered by falling score, ties by the order in which the entries were indexed.
 */

export interface SearchHit {
  id: string;
  score: number;
  /** Words of the query that the entry holds, as the query wrote them, lower-cased. */
  matchedTerms: string[];
}
