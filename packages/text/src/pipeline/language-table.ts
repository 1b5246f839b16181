/**
 * What there is of each language: documents, bytes of text, tokens.
 * Invariant: printed and parsed without loss; the order of languages is that of their tags.
 */
import type { PartFacts } from '../parts/part-file.ts';

export interface LanguageCounts {
  numDocuments: number;
  /** Of text. */
  numBytes: number;
  /** Ends of text included. */
  numTokens: number;
}

export type LanguageTable = Readonly<Record<string, LanguageCounts>>;

const nothing: LanguageCounts = { numDocuments: 0, numBytes: 0, numTokens: 0 };

/** The sum of two tables. */
export function addLanguages(one: LanguageTable, other: LanguageTable): LanguageTable {
  const tags = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  const sum = (a: LanguageCounts, b: LanguageCounts): LanguageCounts => ({
    numDocuments: a.numDocuments + b.numDocuments,
    numBytes: a.numBytes + b.numBytes,
    numTokens: a.numTokens + b.numTokens,
  });
  return Object.fromEntries(tags.map((tag) => [tag, sum(one[tag] ?? nothing, other[tag] ?? nothing)]));
}

/** A table as words that a part's facts can hold. */
export function printLanguages(table: LanguageTable): string[] {
  return Object.entries(table).map(
    ([tag, { numDocuments, numBytes, numTokens }]) => `${tag}:${numDocuments}:${numBytes}:${numTokens}`,
  );
}

export function parseLanguages(words: PartFacts[string] | undefined): LanguageTable {
  const rows = Array.isArray(words) ? (words as string[]) : [];
  return Object.fromEntries(
    rows.map((row) => {
      const [tag = 'und', numDocuments, numBytes, numTokens] = row.split(':');
      const counts = {
        numDocuments: Number(numDocuments),
        numBytes: Number(numBytes),
        numTokens: Number(numTokens),
      };
      return [tag, counts];
    }),
  );
}
