/**
 * Cuts a dataset into passages and builds the search over them.
 * Invariant: slicing a document's text with a passage's span gives the passage exactly.
 */
import { join } from 'node:path';
import {
  type DatasetDocument,
  type Digest,
  datasetDocument,
  invariant,
  type Passage,
} from '@slipway/contracts';
import { collectRecords, type RunContext, writeRecords } from '@slipway/core';
import { buildSearchIndex, cutPassages, type Format, serialiseSearchIndex } from '@slipway/text';
import type { IndexSpec } from './spec.ts';

export async function runIndex(context: RunContext<IndexSpec>): Promise<Record<string, Digest>> {
  const [dataset] = context.inputs.dataset ?? [];
  invariant(dataset, 'index has a dataset');
  const documents = await collectRecords<DatasetDocument>(
    await context.store.locateFile(dataset.digest, 'documents.jsonl'),
    datasetDocument,
  );
  const passages: Passage[] = [];
  for (const [place, document] of documents.entries()) {
    context.signal.throwIfAborted();
    const format = document.format as Format;
    const cut = cutPassages({ ...document, format }, { language: document.language });
    passages.push(...(cut as Passage[]));
    context.reportProgress({ done: place + 1, total: documents.length, unit: 'documents' });
  }
  const draft = await context.store.draft();
  await writeRecords(join(draft.directory, 'passages.jsonl'), passages);
  const files = serialiseSearchIndex(buildSearchIndex(passages));
  for (const [name, bytes] of Object.entries(files)) await draft.writeFile(`search/${name}`, bytes);
  const index = await context.commit({
    output: 'index',
    draft,
    kind: 'index',
    name: context.spec.name,
    parents: [{ role: 'dataset', digest: dataset.digest }],
    licences: dataset.manifest.licences,
    facts: { numPassages: passages.length, numDocuments: documents.length },
  });
  return { index };
}
