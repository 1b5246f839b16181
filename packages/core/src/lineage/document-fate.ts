/**
 * What became of a document in a dataset: kept in which split, dropped for which reason, or never there.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type ArtifactManifest, type Digest, datasetDocument, droppedDocument } from '@slipway/contracts';
import type { ZodType } from 'zod';
import type { ArtifactStore } from '../ports/artifact-store.ts';

export interface DocumentFate {
  isKept: boolean;
  /** One line for people. */
  note: string;
}

/**
 * Reads the dataset's own records.
 * @returns undefined where the dataset never had the document
 * @throws SlipwayError `artifact-missing`, `artifact-corrupt`
 */
export async function readDocumentFate(
  store: ArtifactStore,
  dataset: { digest: Digest; manifest: ArtifactManifest },
  document: Digest,
): Promise<DocumentFate | undefined> {
  const find = async <Found>(file: string, schema: ZodType<Found>, isIt: (record: Found) => boolean) => {
    if (!dataset.manifest.files.some((one) => one.path === file)) return undefined;
    return findRecord(await store.locateFile(dataset.digest, file), { text: document, schema, isIt });
  };
  const kept = await find(
    'documents.jsonl',
    datasetDocument.pick({ document: true, split: true, path: true }),
    (record) => record.document === document,
  );
  if (kept) return { isKept: true, note: `kept, in the ${kept.split} split` };
  const dropped = await find('dropped.jsonl', droppedDocument, (record) => record.document === document);
  if (!dropped) return undefined;
  const duplicate = dropped.duplicateOf === undefined ? '' : ` of ${dropped.duplicateOf}`;
  const detail = dropped.detail === undefined ? '' : ` (${dropped.detail})`;
  return { isKept: false, note: `dropped as ${dropped.reason}${duplicate}${detail}` };
}

/** Only lines that hold the text are parsed: a dataset may be large. */
async function findRecord<Found>(
  path: string,
  search: { text: string; schema: ZodType<Found>; isIt: (record: Found) => boolean },
): Promise<Found | undefined> {
  const stream = createReadStream(path);
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (!line.includes(search.text)) continue;
      const record = search.schema.parse(JSON.parse(line));
      if (search.isIt(record)) return record;
    }
    return undefined;
  } finally {
    stream.destroy();
  }
}
