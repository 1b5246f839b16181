/**
 * Documents of a dataset by their digests.
 * Invariant: reading ends with the last of them, and the file is closed; lines that cannot hold one are passed over unparsed. Memory stays
 * bounded by the longest line.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type DatasetDocument, type Digest, datasetDocument, SlipwayError } from '@slipway/contracts';

/**
 * @param path the dataset's `documents.jsonl`
 * @returns those that are there, in the file's order
 * @throws SlipwayError `artifact-corrupt`
 */
export async function* findDocuments(
  path: string,
  wanted: ReadonlySet<Digest>,
): AsyncGenerator<DatasetDocument, void, void> {
  const open = new Set(wanted);
  const stream = createReadStream(path, { encoding: 'utf8' });
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (open.size === 0) return;
      if (![...open].some((digest) => line.includes(digest))) continue;
      const document = parse(line, path);
      // A text may name another document's digest.
      if (!open.delete(document.document)) continue;
      yield document;
      if (open.size === 0) return;
    }
  } finally {
    stream.destroy();
  }
}

function parse(line: string, path: string): DatasetDocument {
  try {
    return datasetDocument.parse(JSON.parse(line));
  } catch (cause) {
    throw new SlipwayError({
      code: 'artifact-corrupt',
      message: `${path} holds a line that is no document`,
      cause,
    });
  }
}
