/**
 * A document of a dataset, as its clean text.
 */
import { type DatasetDocument, type Digest, datasetDocument, SlipwayError } from '@slipway/contracts';
import { type ArtifactStore, readRecords } from '@slipway/core';

/** @throws SlipwayError `not-found` */
export async function findDocument(
  store: ArtifactStore,
  dataset: Digest,
  document: Digest,
): Promise<DatasetDocument> {
  for await (const one of readRecords(await store.locateFile(dataset, 'documents.jsonl'), datasetDocument)) {
    if (one.document === document) return one;
  }
  throw new SlipwayError({
    code: 'not-found',
    message: `dataset ${dataset.slice(0, 19)} holds no document ${document.slice(0, 19)}`,
    hint: '`slipway trace` tells what became of a document.',
  });
}
