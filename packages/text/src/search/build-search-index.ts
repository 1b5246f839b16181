/**
 * Builds a search index from entries.
 * Invariant: the same entries in the same order give the same index to the byte.
 */
import { compareCodeUnits } from '../hash/compare-code-units.ts';
import { headingWeight, type SearchEntry, type SearchIndex, titleWeight } from './search-index.ts';
import { tokenise } from './tokenise.ts';

const maxFrequency = 0xffff;

/** The index of the entries, whose ids should differ. */
export function buildSearchIndex(entries: Iterable<SearchEntry>): SearchIndex {
  const ids: string[] = [];
  const lengths: number[] = [];
  const postings = new Map<string, number[]>();
  for (const entry of entries) {
    const place = ids.push(entry.id) - 1;
    const { counts, length } = countTerms(entry);
    lengths.push(length);
    for (const [term, count] of counts) {
      const list = postings.get(term);
      if (list === undefined) postings.set(term, [place, Math.min(count, maxFrequency)]);
      else list.push(place, Math.min(count, maxFrequency));
    }
  }
  return pack(ids, lengths, postings);
}

function countTerms(entry: SearchEntry): { counts: Map<string, number>; length: number } {
  const counts = new Map<string, number>();
  let length = 0;
  const own = entry.headings.filter((heading) => heading !== entry.title);
  const fields: [string, number][] = [
    [entry.title, titleWeight],
    [own.join('\n'), headingWeight],
    [entry.text, 1],
  ];
  for (const [field, weight] of fields) {
    for (const { term } of tokenise(field)) {
      counts.set(term, (counts.get(term) ?? 0) + weight);
      length += 1;
    }
  }
  return { counts, length };
}

function pack(ids: string[], lengths: number[], postings: ReadonlyMap<string, number[]>): SearchIndex {
  const terms = [...postings.keys()].sort(compareCodeUnits);
  const offsets = new Uint32Array(terms.length + 1);
  for (const [at, term] of terms.entries()) {
    offsets[at + 1] = (offsets[at] ?? 0) + (postings.get(term)?.length ?? 0) / 2;
  }
  const numPostings = offsets[terms.length] ?? 0;
  const entries = new Uint32Array(numPostings);
  const frequencies = new Uint16Array(numPostings);
  for (const [at, term] of terms.entries()) {
    const list = postings.get(term) ?? [];
    const offset = offsets[at] ?? 0;
    for (let pair = 0; pair * 2 < list.length; pair += 1) {
      entries[offset + pair] = list[pair * 2] ?? 0;
      frequencies[offset + pair] = list[pair * 2 + 1] ?? 0;
    }
  }
  const places = new Map(terms.map((term, at) => [term, at]));
  return { ids, terms, places, offsets, entries, frequencies, lengths: Uint32Array.from(lengths) };
}
