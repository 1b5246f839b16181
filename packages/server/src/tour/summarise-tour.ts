/**
 * The tour's summary, read from a run and its artifacts as far as they are made.
 * Invariant: nothing here is computed anew: each number is read from the artifact that holds it.
 */
import { readFile } from 'node:fs/promises';
import {
  comparison,
  type Digest,
  datasetCard,
  evaluationResult,
  gateReport,
  modelFacts,
  type Run,
  type Statement,
  type StepStatus,
  type TourAnswer,
  type TourSummary,
  tourSteps,
  wording,
} from '@slipway/contracts';
import type { ArtifactStore } from '@slipway/core';
import { z } from 'zod';
import { describeCaveat } from './caveat.ts';

export interface TourSources {
  run: Run;
  store: ArtifactStore;
  answer?: TourAnswer;
  statement?: Statement;
}

export async function summariseTour({ run, store, answer, statement }: TourSources): Promise<TourSummary> {
  const reader = createReader(run, store);
  const [gates, scores, comparisons] = await Promise.all([
    readGates(reader),
    readScores(reader),
    readComparisons(reader),
  ]);
  const model = await readModel(reader);
  const steps = tourSteps.flatMap((name) => run.steps.filter((step) => step.name === name).map(toStepLine));
  const isProven = run.state === 'succeeded' && gates.length > 0 && gates.every((gate) => gate.passed);
  return {
    format: 'slipway-tour/1',
    runId: run.id,
    state: run.state,
    passed: isProven && answer?.receipt.isVerified === true,
    startedAt: run.createdAt,
    durationMs: Date.parse(run.endedAt ?? new Date().toISOString()) - Date.parse(run.createdAt),
    steps,
    ...(await readDataParts(reader)),
    ...(model ? { model } : {}),
    ...(await readTraining(reader)),
    gates,
    scores,
    comparisons,
    ...(answer ? { answer } : {}),
    ...(statement ? { statement } : {}),
    ...(model ? { caveat: describeCaveat(model) } : {}),
    ...(run.error ? { error: run.error } : {}),
  };
}

interface Reader {
  output(step: string, output: string): Digest | undefined;
  facts(digest: Digest): Promise<Record<string, unknown>>;
  manifest: ArtifactStore['readManifest'];
  json<Value>(digest: Digest, path: string, schema: z.ZodType<Value>): Promise<Value>;
}

function createReader(run: Run, store: ArtifactStore): Reader {
  return {
    output: (step, output) => run.steps.find((one) => one.name === step)?.outputs[output],
    facts: async (digest) => (await store.readManifest(digest)).facts,
    manifest: (digest) => store.readManifest(digest),
    json: async (digest, path, schema) =>
      schema.parse(JSON.parse(await readFile(await store.locateFile(digest, path), 'utf8'))),
  };
}

function toStepLine(step: StepStatus): TourSummary['steps'][number] {
  const { name, stage, state, outputs } = step;
  return { name, stage, state, isReused: state === 'reused', durationMs: step.durationMs ?? 0, outputs };
}

async function readDataParts(reader: Reader): Promise<Partial<TourSummary>> {
  const parts: Partial<TourSummary> = {};
  const documents = reader.output('documents', 'documents');
  if (documents) {
    const counts = z.object({ numDocuments: z.number(), numBytes: z.number(), numSetAside: z.number() });
    parts.documents = { digest: documents, ...counts.parse(await reader.facts(documents)) };
  }
  const dataset = reader.output('dataset', 'dataset');
  if (dataset)
    parts.dataset = { digest: dataset, card: await reader.json(dataset, 'card.json', datasetCard) };
  const passages = reader.output('passages', 'index');
  if (passages) {
    const counts = z.object({ numPassages: z.number() });
    parts.passages = { digest: passages, ...counts.parse(await reader.facts(passages)) };
  }
  const pairs = reader.output('pairs', 'pairs');
  if (pairs) {
    const counts = z.object({ numTrain: z.number(), numHeldout: z.number(), numChoices: z.number() });
    parts.pairs = { digest: pairs, ...counts.parse(await reader.facts(pairs)) };
  }
  return parts;
}

async function readModel(reader: Reader): Promise<TourSummary['model']> {
  const base = reader.output('base', 'model');
  if (!base) return undefined;
  const manifest = await reader.manifest(base);
  const { numParameters, languages } = modelFacts.parse(manifest.facts);
  return {
    name: manifest.name,
    base,
    licence: manifest.licences[0]?.spdx ?? 'unknown',
    numParameters,
    languages,
  };
}

const trainingFile = z.looseObject({
  curve: z.array(z.looseObject({ step: z.number(), loss: z.number() })),
});
/** Adapters of the training stage's first version have the rule in English only. */
const writtenRule = z.union([wording, z.string().transform((text) => ({ en: text, zh: text }))]);
const trainingFacts = z.looseObject({
  numTokens: z.number(),
  numSteps: z.number(),
  dtype: z.string(),
  rule: writtenRule,
});

async function readTraining(reader: Reader): Promise<Pick<TourSummary, 'training'>> {
  const adapter = reader.output('adapter', 'adapter');
  if (!adapter) return {};
  const { numTokens, numSteps, dtype, rule } = trainingFacts.parse(await reader.facts(adapter));
  const { curve } = await reader.json(adapter, 'training.json', trainingFile);
  const losses = curve.map(({ step, loss }) => ({ step, loss }));
  return { training: { adapter, numTokens, numSteps, dtype, losses, rule } };
}

async function readGates(reader: Reader): Promise<TourSummary['gates']> {
  const gates: TourSummary['gates'] = [];
  for (const step of ['gate-merged', 'gate-quantised', 'service']) {
    const digest = reader.output(step, 'report');
    if (digest) gates.push({ digest, ...(await reader.json(digest, 'report.json', gateReport)) });
  }
  return gates;
}

async function readScores(reader: Reader): Promise<TourSummary['scores']> {
  const scores: TourSummary['scores'] = [];
  for (const step of ['scores-base', 'scores-tuned', 'scores-quantised']) {
    const digest = reader.output(step, 'evaluation');
    if (digest) scores.push({ digest, ...(await reader.json(digest, 'result.json', evaluationResult)) });
  }
  return scores;
}

async function readComparisons(reader: Reader): Promise<TourSummary['comparisons']> {
  const all: TourSummary['comparisons'] = [];
  for (const step of ['scores-tuned', 'scores-quantised']) {
    const digest = reader.output(step, 'evaluation');
    if (digest) all.push(...(await reader.json(digest, 'comparisons.json', z.array(comparison))));
  }
  return all;
}
