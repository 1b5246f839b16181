/**
 * A search index in memory: an inverted index in typed arrays.
 * Invariant: `terms` are sorted by code units; the postings of term t are places `offsets[t]` to `offsets[t + 1]`, with rising entries.
 */

/** What is indexed: one passage, or anything else with words. */
export interface SearchEntry {
  id: string;
  title: string;
  headings: readonly string[];
  text: string;
}

export interface SearchIndex {
  ids: readonly string[];
  terms: readonly string[];
  /** Place of each term in `terms`. */
  places: ReadonlyMap<string, number>;
  offsets: Uint32Array;
  /** For each posting the entry's place in `ids`. */
  entries: Uint32Array;
  /** For each posting how often the term occurs, headings and title counted by their weights. */
  frequencies: Uint16Array;
  /** For each entry its length in terms, headings and title included once. */
  lengths: Uint32Array;
}

/** An occurrence in the path of headings, or in the title, counts as so many in the text. */
export const headingWeight = 3;
export const titleWeight = 2;
