/**
 * What became of a document in a dataset: kept in which split, dropped for which reason, or never there.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import {
  type ArtifactManifest,
  type Digest,
  type DroppedDocument,
  datasetDocument,
  droppedDocument,
  type Split,
  type Wording,
} from '@slipway/contracts';
import type { ZodType } from 'zod';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import { wordReason } from './note-words.ts';

export interface DocumentFate {
  isKept: boolean;
  /** One line for people. */
  note: Wording;
}

/** A document by its digest, or by its name as the dataset has it. */
export type DocumentName = { document: string } | { path: string };

/**
 * Reads the dataset's own records.
 * @returns undefined where the dataset never had the document
 * @throws SlipwayError `artifact-missing`, `artifact-corrupt`
 */
export async function readDocumentFate(
  store: ArtifactStore,
  dataset: { digest: Digest; manifest: ArtifactManifest },
  name: DocumentName,
): Promise<DocumentFate | undefined> {
  const text = JSON.stringify('path' in name ? name.path : name.document);
  const find = async <Found>(file: string, schema: ZodType<Found>, isIt: (record: Found) => boolean) => {
    if (!dataset.manifest.files.some((one) => one.path === file)) return undefined;
    return findRecord(await store.locateFile(dataset.digest, file), { text, schema, isIt });
  };
  const isIt = (record: { document?: string | undefined; path: string }) =>
    'path' in name ? record.path === name.path : record.document === name.document;
  const kept = await find(
    'documents.jsonl',
    datasetDocument.pick({ document: true, split: true, path: true }),
    isIt,
  );
  if (kept) return { isKept: true, note: keptNotes[kept.split] };
  const dropped = await find('dropped.jsonl', droppedDocument, isIt);
  if (!dropped) return undefined;
  return { isKept: false, note: noteDropped(dropped) };
}

const keptNotes: Record<Split, Wording> = {
  train: { en: 'kept, in the train split', zh: '保留，用于训练' },
  heldout: { en: 'kept, in the heldout split', zh: '保留，留作检验' },
};

function noteDropped({ reason, duplicateOf, detail }: DroppedDocument): Wording {
  const words = wordReason(reason);
  const [of, with_] = duplicateOf === undefined ? ['', ''] : [` of ${duplicateOf}`, `（与 ${duplicateOf}）`];
  const [inEnglish, inChinese] = detail === undefined ? ['', ''] : [` (${detail})`, `（${detail}）`];
  return { en: `dropped as ${words.en}${of}${inEnglish}`, zh: `剔除：${words.zh}${with_}${inChinese}` };
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
