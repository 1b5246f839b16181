/**
 * Answers a query from a search index by BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework"), with headings and
 * title counted as weighted occurrences (BM25F with one length).
 * Invariant: deterministic; ties keep the order of the entries. Words too frequent to tell are left out of a query that has others.
 */
import type { SearchHit } from '../records/search-hit.ts';
import type { SearchIndex } from './search-index.ts';
import { stopWords } from './stop-words.ts';
import { tokenise } from './tokenise.ts';

/** How soon further occurrences of a word stop to matter. */
const k1 = 1.2;
/** How much a long entry is discounted, 0 to 1. */
const b = 0.75;
const maxQueryTerms = 64;

export interface QueryOptions {
  /** Most hits to return. */
  limit?: number;
}

/** The best entries for a query in any language; none where no word of it is known. */
export function querySearchIndex(
  index: SearchIndex,
  query: string,
  { limit = 10 }: QueryOptions = {},
): SearchHit[] {
  const terms = queryTerms(index, query);
  const scores = new Float64Array(index.ids.length);
  const norms = lengthNorms(index);
  for (const place of terms.keys()) addScores(index, place, norms, scores);
  return bestEntries(scores, limit).map((entry) => ({
    id: index.ids[entry] ?? '',
    score: Math.round((scores[entry] ?? 0) * 1e6) / 1e6,
    matchedTerms: matchedTerms(index, terms, entry),
  }));
}

/** What an entry's length adds to the denominator of BM25. */
function lengthNorms({ lengths }: SearchIndex): Float64Array {
  const sum = lengths.reduce((total, length) => total + length, 0);
  const average = sum / Math.max(1, lengths.length);
  return Float64Array.from(lengths, (length) => k1 * (1 - b + (b * length) / average));
}

/** The entries with the highest scores above zero, best first, ties in the order of the entries. */
function bestEntries(scores: Float64Array, limit: number): number[] {
  const best: number[] = [];
  for (let entry = 0; entry < scores.length; entry += 1) {
    const score = scores[entry] ?? 0;
    const isFull = best.length >= limit;
    if (score <= 0 || (isFull && score <= (scores[best[limit - 1] ?? 0] ?? 0))) continue;
    let at = best.length;
    while (at > 0 && (scores[best[at - 1] ?? 0] ?? 0) < score) at -= 1;
    best.splice(at, 0, entry);
    if (isFull) best.pop();
  }
  return best;
}

/** Places of the query's terms in the index, each with the words that gave it. */
function queryTerms(index: SearchIndex, query: string): Map<number, Set<string>> {
  const tokens = tokenise(query);
  const telling = tokens.filter(({ word }) => !stopWords.has(word));
  const terms = new Map<number, Set<string>>();
  for (const { term, word } of telling.length > 0 ? telling : tokens) {
    const place = index.places.get(term);
    if (place === undefined || (terms.size >= maxQueryTerms && !terms.has(place))) continue;
    terms.set(place, (terms.get(place) ?? new Set()).add(word));
  }
  return terms;
}

function addScores(index: SearchIndex, place: number, norms: Float64Array, scores: Float64Array): void {
  const { offsets, entries, frequencies, lengths } = index;
  const start = offsets[place] ?? 0;
  const end = offsets[place + 1] ?? start;
  const numFound = end - start;
  const rarity = Math.log(1 + (lengths.length - numFound + 0.5) / (numFound + 0.5));
  for (let at = start; at < end; at += 1) {
    const entry = entries[at] ?? 0;
    const frequency = frequencies[at] ?? 0;
    const norm = norms[entry] ?? 0;
    scores[entry] = (scores[entry] ?? 0) + (rarity * frequency * (k1 + 1)) / (frequency + norm);
  }
}

function matchedTerms(
  index: SearchIndex,
  terms: ReadonlyMap<number, ReadonlySet<string>>,
  entry: number,
): string[] {
  const words = new Set<string>();
  for (const [place, surfaces] of terms) {
    if (hasPosting(index, place, entry)) for (const word of surfaces) words.add(word);
  }
  return [...words];
}

function hasPosting({ offsets, entries }: SearchIndex, place: number, entry: number): boolean {
  let low = offsets[place] ?? 0;
  let high = (offsets[place + 1] ?? 0) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = entries[middle] ?? 0;
    if (found === entry) return true;
    if (found < entry) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
