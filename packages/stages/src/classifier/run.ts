/**
 * Trains the classifier on the training split of both datasets and measures it on what they hold out.
 * Invariant: depends on the datasets and the spec alone; no document that is measured on was learnt from.
 */
import {
  type DatasetDocument,
  type Digest,
  datasetDocument,
  invariant,
  SlipwayError,
  toJson,
} from '@slipway/contracts';
import { type InputArtifact, joinLicences, type RunContext, readRecords } from '@slipway/core';
import { encodeLinearClassifier, evaluateScores, trainLinearClassifier } from '@slipway/text';
import type { ClassifierSpec } from './spec.ts';

/** As much of a document as features are found in. */
const exampleBytes = 20_000;
const encoder = new TextEncoder();

interface Examples {
  train: Uint8Array[];
  heldout: Uint8Array[];
}

/** @throws SlipwayError `evaluation-empty` where a dataset has nothing to learn from or to measure on */
export async function runClassifier(context: RunContext<ClassifierSpec>): Promise<Record<string, Digest>> {
  const { spec, inputs } = context;
  const [good, bad] = [inputs.good?.[0], inputs.bad?.[0]];
  invariant(good && bad, 'a classifier has good and bad examples');
  const classes = { good: await readExamples(context, good), bad: await readExamples(context, bad) };
  context.signal.throwIfAborted();
  const model = trainLinearClassifier(
    { good: classes.good.train, bad: classes.bad.train },
    { epochs: spec.epochs, weightBits: spec.weightBits, seed: spec.seed },
  );
  const scores = (texts: readonly Uint8Array[]) => texts.map((text) => model.score(text));
  const report = {
    numTrainGood: classes.good.train.length,
    numTrainBad: classes.bad.train.length,
    heldOut: evaluateScores(scores(classes.good.heldout), scores(classes.bad.heldout)),
  };
  const draft = await context.store.draft();
  await draft.writeFile('model.bin', encodeLinearClassifier(model));
  await draft.writeFile('report.json', `${JSON.stringify(report, null, 2)}\n`);
  const classifier = await context.commit({
    output: 'classifier',
    draft,
    kind: 'classifier',
    name: spec.name,
    parents: [
      { role: 'good', digest: good.digest },
      { role: 'bad', digest: bad.digest },
    ],
    licences: joinLicences(good.manifest, bad.manifest),
    facts: { report: toJson(report) },
  });
  return { classifier };
}

/** Chosen by the digests, which are as good as drawn, so that no folder comes before another. */
async function readExamples(
  { spec, store }: RunContext<ClassifierSpec>,
  { digest, manifest }: InputArtifact,
): Promise<Examples> {
  const path = await store.locateFile(digest, 'documents.jsonl');
  const names = { train: [] as string[], heldout: [] as string[] };
  for await (const { document, split } of readRecords<DatasetDocument>(path, datasetDocument))
    names[split].push(document);
  const chosen = new Set(
    [names.train, names.heldout].flatMap((list) => list.sort().slice(0, spec.maxExamples)),
  );
  const examples: Examples = { train: [], heldout: [] };
  for await (const { document, split, text } of readRecords<DatasetDocument>(path, datasetDocument))
    if (chosen.has(document)) examples[split].push(encoder.encode(text).slice(0, exampleBytes));
  if (examples.train.length > 0 && examples.heldout.length > 0) return examples;
  throw new SlipwayError({
    code: 'evaluation-empty',
    message: `the dataset ${manifest.name} has too few documents: ${examples.train.length} to learn from, ${examples.heldout.length} to measure on`,
    hint: 'Give at least two documents of each class, and a dataset with a heldoutShare above 0.',
  });
}
