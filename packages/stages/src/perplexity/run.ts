/**
 * Trains the n-gram model on the training split of a dataset, and tells the perplexity of what it holds out.
 * Invariant: depends on the dataset and the spec alone; no document that is measured on was learnt from. Memory does not grow with the texts.
 */
import {
  type DatasetDocument,
  type Digest,
  datasetDocument,
  invariant,
  SlipwayError,
  toJson,
} from '@slipway/contracts';
import { type RunContext, readRecords } from '@slipway/core';
import { createByteNgramTrainer, encodeByteNgramModel } from '@slipway/text';
import type { PerplexitySpec } from './spec.ts';

const shares = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
const encoder = new TextEncoder();

/** @throws SlipwayError `evaluation-empty` where the dataset has nothing to learn from or to measure on */
export async function runPerplexity(context: RunContext<PerplexitySpec>): Promise<Record<string, Digest>> {
  const { spec, store } = context;
  const [good] = context.inputs.good ?? [];
  invariant(good, 'a perplexity model has good text');
  const path = await store.locateFile(good.digest, 'documents.jsonl');
  const trainer = createByteNgramTrainer({ order: spec.order, tableBits: spec.tableBits });
  const train = { numDocuments: 0, numBytes: 0 };
  // The file's: of its bytes, nearly all are text.
  const total = good.manifest.files.find((file) => file.path === 'documents.jsonl')?.sizeBytes ?? 0;
  for await (const { split, text } of readRecords<DatasetDocument>(path, datasetDocument)) {
    if (split !== 'train') continue;
    context.signal.throwIfAborted();
    const bytes = encoder.encode(text);
    trainer.learn(bytes);
    train.numDocuments += 1;
    train.numBytes += bytes.length;
    context.reportProgress({ done: Math.min(train.numBytes, total), total, unit: 'bytes' });
  }
  const model = trainer.finish();
  const measured: number[] = [];
  for await (const { split, text } of readRecords<DatasetDocument>(path, datasetDocument))
    if (split === 'heldout') measured.push(model.perplexity(encoder.encode(text)));
  if (train.numDocuments === 0 || measured.length === 0)
    throw nothingToMeasure(train.numDocuments, measured.length);
  const report = { train, heldOut: { numDocuments: measured.length, quantiles: findQuantiles(measured) } };
  const draft = await store.draft();
  await draft.writeFile('model.bin', encodeByteNgramModel(model));
  await draft.writeFile('report.json', `${JSON.stringify(report, null, 2)}\n`);
  const perplexity = await context.commit({
    output: 'perplexity',
    draft,
    kind: 'perplexity-model',
    name: spec.name,
    parents: [{ role: 'good', digest: good.digest }],
    licences: good.manifest.licences,
    facts: { report: toJson(report) },
  });
  return { perplexity };
}

/** Below which share of the held-out documents lie. */
function findQuantiles(values: number[]): { share: number; perplexity: number }[] {
  const sorted = [...values].sort((a, b) => a - b);
  return shares.map((share) => ({
    share,
    perplexity: sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 1,
  }));
}

function nothingToMeasure(numTrain: number, numHeldOut: number): SlipwayError {
  return new SlipwayError({
    code: 'evaluation-empty',
    message: `the dataset has too few documents: ${numTrain} to learn from, ${numHeldOut} to measure on`,
    hint: 'Give at least two documents, and a dataset with a heldoutShare above 0.',
  });
}
