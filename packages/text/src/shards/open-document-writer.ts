/**
 * Opens the writer of documents that a file's name asks for: `.jsonl`, `.jsonl.gz`, `.jsonl.zst` or `.parquet`.
 * Refuses: other endings, before anything is written.
 */
import { SlipwayError } from '@slipway/contracts';
import type { DocumentColumn, DocumentSink } from './document-sink.ts';
import { type Compression, openJsonLinesWriter } from './json-lines-file.ts';
import { openParquetWriter } from './parquet-file.ts';

const compressions: Readonly<Record<string, Compression>> = {
  '.jsonl': 'none',
  '.jsonl.gz': 'gzip',
  '.jsonl.zst': 'zstd',
};

/**
 * @param columns of the rows beside their text
 * @throws SlipwayError `argument-invalid` where the ending is another; the file system's error
 */
export async function openDocumentWriter(
  path: string,
  { columns = [] }: { columns?: readonly DocumentColumn[] } = {},
): Promise<DocumentSink> {
  if (path.endsWith('.parquet')) return await openParquetWriter(path, { columns });
  const compression = compressions[/\.jsonl(?:\.\w+)?$/.exec(path)?.[0] ?? ''];
  if (compression) return await openJsonLinesWriter(path, { columns, compression });
  throw new SlipwayError({
    code: 'argument-invalid',
    message: `${path} has an ending that documents are not written to`,
    hint: 'End the name with .jsonl, .jsonl.gz, .jsonl.zst or .parquet.',
  });
}
