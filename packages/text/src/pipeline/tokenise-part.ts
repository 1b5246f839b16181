/**
 * Turns the kept documents of one part into token ids.
 * Invariant: documents stay in their order; each ends with the end-of-text token. Depends on the part, the verdicts and the vocabulary alone.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import type { Tokenizer } from '../tokenizer/create-tokenizer.ts';
import { createGrowingBytes } from './growing-bytes.ts';
import type { LanguageCounts, LanguageTable } from './language-table.ts';
import { withScannedPart } from './scanned-part.ts';

export interface TokeniseJob {
  /** The part's file. */
  path: string;
  /** Places, among the part's kept documents, of those that are left out. */
  duplicates: readonly number[];
}

export interface TokenisedPart {
  ids: Uint32Array;
  /** For each document, how many ids there are up to its end. */
  documentEnds: Uint32Array;
  /** What there is of each language. */
  languages: LanguageTable;
}

export type PartTokeniser = (job: TokeniseJob) => Promise<TokenisedPart>;

interface Tools {
  kernels: Kernels;
  tokenizer: Tokenizer;
  endOfText: number;
}

/** Makes a tokeniser of parts; its room in kernel memory is given back after each. */
export function createPartTokeniser({ kernels, tokenizer, endOfText }: Tools): PartTokeniser {
  const documentEnd = new Uint8Array(new Uint32Array([endOfText]).buffer);
  return async ({ path, duplicates }) => {
    const documents = await readKeptDocuments(path);
    const isDuplicate = new Set(duplicates);
    const ids = createGrowingBytes(1 << 20);
    const documentEnds: number[] = [];
    const languages: Record<string, LanguageCounts> = {};
    const mark = kernels.mark();
    const start = kernels.place(documents.text);
    const out = kernels.reserve(tokenizer.outBytes(documents.longestBytes));
    let offset = 0;
    for (const [place, end] of documents.ends.entries()) {
      const numBytes = end - offset;
      if (!isDuplicate.has(place)) {
        const numTokens = tokenizer.encode(start + offset, numBytes, out);
        ids.append(kernels.bytes().subarray(out, out + numTokens * 4));
        ids.append(documentEnd);
        documentEnds.push(ids.numBytes / 4);
        addTo(languages, documents.languages[place] ?? 'und', { numBytes, numTokens: numTokens + 1 });
      }
      offset = end;
    }
    kernels.release(mark);
    return {
      ids: new Uint32Array(ids.view().slice().buffer),
      documentEnds: Uint32Array.from(documentEnds),
      languages,
    };
  };
}

interface KeptDocuments {
  text: Uint8Array;
  ends: Uint32Array;
  languages: string[];
  longestBytes: number;
}

async function readKeptDocuments(path: string): Promise<KeptDocuments> {
  return await withScannedPart(path, async (part) => {
    const ends = await part.numbers('textEnds');
    const drops = await part.numbers('drops');
    const kept = (await part.numbers('languages')).filter((_, place) => drops[place] === 0);
    return {
      text: await part.text(),
      ends,
      languages: Array.from(kept, (place) => part.facts.languages[place] ?? 'und'),
      longestBytes: ends.reduce((most, end, place) => Math.max(most, end - (ends[place - 1] ?? 0)), 0),
    };
  });
}

function addTo(
  languages: Record<string, LanguageCounts>,
  language: string,
  { numBytes, numTokens }: Omit<LanguageCounts, 'numDocuments'>,
): void {
  const counts = languages[language] ?? { numDocuments: 0, numBytes: 0, numTokens: 0 };
  counts.numDocuments += 1;
  counts.numBytes += numBytes;
  counts.numTokens += numTokens;
  languages[language] = counts;
}
