/**
 * A search index as files, and back.
 *
 *   index.json    {"format": "slipway-search", "version": 1, "tokeniser", "numEntries", "numTerms", "numPostings"}
 *   terms.json    the terms, sorted; ids.json: the entries' ids in order
 *   postings.bin  little-endian, without gaps: u32 offsets[numTerms + 1], u32 lengths[numEntries], u32 entries[numPostings],
 *                 u16 frequencies[numPostings]
 *
 * Invariant: equal indexes give equal bytes; loading checks every size and every reference.
 * Refuses (`text-index-invalid`) files that are missing, cut off, inconsistent, or made by another version or tokeniser.
 */
import { SlipwayError } from '@slipway/contracts';
import type { SearchIndex } from './search-index.ts';
import { tokeniserName } from './tokenise.ts';

export const searchIndexFiles = ['index.json', 'terms.json', 'ids.json', 'postings.bin'] as const;
export type SearchIndexFile = (typeof searchIndexFiles)[number];

const format = 'slipway-search';
const version = 1;

/** The index's files by name. */
export function serialiseSearchIndex(index: SearchIndex): Record<SearchIndexFile, Uint8Array> {
  const { ids, terms, offsets, lengths, entries, frequencies } = index;
  const header = {
    format,
    version,
    tokeniser: tokeniserName,
    numEntries: ids.length,
    numTerms: terms.length,
    numPostings: entries.length,
  };
  const words = [offsets, lengths, entries];
  const numWords = words.reduce((sum, { length }) => sum + length, 0);
  const postings = Buffer.alloc(numWords * 4 + frequencies.length * 2);
  let at = 0;
  for (const array of words) for (const word of array) at = postings.writeUInt32LE(word, at);
  for (const frequency of frequencies) at = postings.writeUInt16LE(frequency, at);
  return {
    'index.json': Buffer.from(`${JSON.stringify(header)}\n`),
    'terms.json': Buffer.from(`${JSON.stringify(terms)}\n`),
    'ids.json': Buffer.from(`${JSON.stringify(ids)}\n`),
    'postings.bin': postings,
  };
}

/**
 * The index from its files.
 * @throws SlipwayError `text-index-invalid`
 */
export function loadSearchIndex(files: Readonly<Record<SearchIndexFile, Uint8Array>>): SearchIndex {
  const header = parseJson(files, 'index.json') as Record<string, unknown>;
  if (header?.format !== format || header.version !== version || header.tokeniser !== tokeniserName) {
    throw invalid('index.json was made by another version');
  }
  const terms = parseStrings(files, 'terms.json');
  const ids = parseStrings(files, 'ids.json');
  const numPostings = Number(header.numPostings);
  const postings = Buffer.from(files['postings.bin'] ?? []);
  const numBytes = (terms.length + 1 + ids.length + numPostings) * 4 + numPostings * 2;
  if (terms.length !== header.numTerms || ids.length !== header.numEntries || postings.length !== numBytes) {
    throw invalid('its files do not fit together');
  }
  let at = 0;
  const readWords = (length: number) => {
    const words = Uint32Array.from({ length }, (_, index) => postings.readUInt32LE(at + index * 4));
    at += length * 4;
    return words;
  };
  const offsets = readWords(terms.length + 1);
  const lengths = readWords(ids.length);
  const entries = readWords(numPostings);
  const frequencies = Uint16Array.from({ length: numPostings }, (_, index) =>
    postings.readUInt16LE(at + index * 2),
  );
  const isRising = offsets.every((offset, index) => offset >= (offsets[index - 1] ?? 0));
  if (!isRising || offsets.at(-1) !== numPostings || entries.some((entry) => entry >= ids.length)) {
    throw invalid('postings.bin points outside');
  }
  const places = new Map(terms.map((term, index) => [term, index]));
  return { ids, terms, places, offsets, entries, frequencies, lengths };
}

function parseJson(files: Readonly<Record<string, Uint8Array>>, name: SearchIndexFile): unknown {
  const bytes = files[name];
  if (bytes === undefined) throw invalid(`${name} is missing`);
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw invalid(`${name} is no JSON`);
  }
}

function parseStrings(files: Readonly<Record<string, Uint8Array>>, name: SearchIndexFile): string[] {
  const value = parseJson(files, name);
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string'))
    throw invalid(`${name} is no list of words`);
  return value as string[];
}

function invalid(what: string): SlipwayError {
  return new SlipwayError({
    code: 'text-index-invalid',
    message: `The search index cannot be used: ${what}.`,
    hint: 'Build the index again.',
  });
}
