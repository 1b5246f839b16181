/**
 * The table of readers, and which one a path asks for.
 * Invariant: decided by the name's extension alone, in any case, with or without `.gz`. A new format is one more row.
 */
import { htmlReader } from './html-reader.ts';
import { jsonlReader } from './jsonl-reader.ts';
import { markdownReader } from './markdown-reader.ts';
import type { Reader } from './reader.ts';
import { textReader } from './text-reader.ts';

export const readers: readonly Reader[] = [markdownReader, textReader, htmlReader, jsonlReader];

export interface FoundReader {
  reader: Reader;
  isGzip: boolean;
}

/** The reader for a path, or `undefined` where no format here has that extension. */
export function findReader(path: string): FoundReader | undefined {
  const lower = path.toLowerCase();
  const isGzip = lower.endsWith('.gz');
  const name = isGzip ? lower.slice(0, -3) : lower;
  const reader = readers.find(({ extensions }) => extensions.some((extension) => name.endsWith(extension)));
  return reader === undefined ? undefined : { reader, isGzip };
}
