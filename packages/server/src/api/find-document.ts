/**
 * A document of a dataset, as its clean text.
 */
import { type DatasetDocument, type Digest, SlipwayError } from '@slipway/contracts';
import type { ArtifactStore } from '@slipway/core';
import { findDocuments } from '../documents/find-documents.ts';

/** @throws SlipwayError `not-found` */
export async function findDocument(
  store: ArtifactStore,
  dataset: Digest,
  document: Digest,
): Promise<DatasetDocument> {
  const path = await store.locateFile(dataset, 'documents.jsonl');
  for await (const found of findDocuments(path, new Set([document]))) return found;
  throw new SlipwayError({
    code: 'not-found',
    message: `dataset ${dataset.slice(0, 19)} holds no document ${document.slice(0, 19)}`,
    hint: '`slipway trace` tells what became of a document.',
  });
}
