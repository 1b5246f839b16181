/**
 * The readers on bytes, and which of them a path calls for.
 * Invariant: decides by the extension alone, whatever its case; one packing (`.gz`, `.zst`) may follow it.
 */
import { csvReader } from './csv-source.ts';
import { jsonLinesReader } from './json-lines-source.ts';
import { parquetReader } from './parquet-source.ts';
import { createWholeReader } from './read-whole-source.ts';
import type { SourceReader } from './source.ts';
import { warcReader } from './warc-source.ts';

export const sourceReaders: readonly SourceReader[] = [
  createWholeReader('text', ['.txt', '.text', '.rst']),
  createWholeReader('markdown', ['.md', '.markdown', '.mdx', '.mkd']),
  createWholeReader('html', ['.html', '.htm', '.xhtml']),
  jsonLinesReader,
  warcReader,
  parquetReader,
  csvReader,
];

const packings = /\.(?:gz|zst)$/;

/** @returns the reader for a path, or nothing where none reads its kind; `isPacked` where its name ends in `.gz` or `.zst` */
export function findSource(path: string): { reader: SourceReader; isPacked: boolean } | undefined {
  const name = path.toLowerCase();
  const stem = name.replace(packings, '');
  const reader = sourceReaders.find(({ extensions }) =>
    extensions.some((extension) => stem.endsWith(extension)),
  );
  return reader === undefined ? undefined : { reader, isPacked: stem !== name };
}
