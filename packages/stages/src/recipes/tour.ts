/**
 * The tour's recipe: from a folder of documents to a tuned, proven, served model.
 * Invariant: step names are the contracts' `tourSteps`; whatever a newcomer sees comes from here.
 */
import { type Recipe, type TourStep, tourAlias, tourTitle } from '@slipway/contracts';
import { data } from '../data/index.ts';
import { documents as documentsStage } from '../documents/index.ts';
import { evaluation } from '../evaluation/index.ts';
import { index } from '../index/index.ts';
import { instruction } from '../instruction/index.ts';
import { parity } from '../parity/index.ts';
import { pull } from '../pull/index.ts';
import { quantisation } from '../quantisation/index.ts';
import { serving } from '../serving/index.ts';
import { training } from '../training/index.ts';
import { defineRecipe } from './define-recipe.ts';
import { type Step, step } from './step.ts';

export interface TourOptions {
  /** Folder or file of documents. */
  documents: string;
  /** Starter or model reference. */
  model: string;
  /** `small` takes fewer documents and tokens, for trying things out. */
  size: 'full' | 'small';
  /** Licence of the documents as an SPDX expression; `unknown` where left out. */
  licence?: string;
}

/** What `small` cuts down. */
const sizes = {
  full: { documents: {}, training: {}, evaluation: {} },
  small: {
    documents: { maxDocuments: 60 },
    training: { numTokens: 3072, batchTokens: 512, checkpointEverySteps: 2 },
    evaluation: { maxSamples: 6, maxTokens: 64 },
  },
};

/** The recipe of a tour, as plain data. */
export function tourRecipe(options: TourOptions): Recipe {
  const cut = sizes[options.size];
  const corpus = makeCorpus(options, cut);
  const models = makeModels(options.model, corpus.pairs.outputs, cut);
  const scores = makeScores(models, corpus, cut);
  const service = step(serving, {
    spec: { alias: tourAlias },
    inputs: {
      model: models.quantised.outputs.model,
      index: corpus.passages.outputs.index,
      dataset: corpus.dataset.outputs.dataset,
      gates: [models['gate-merged'].outputs.report, models['gate-quantised'].outputs.report],
      evaluations: Object.values(scores).map((one) => one.outputs.evaluation),
    },
  });
  const steps = { ...corpus, ...models, ...scores, service } satisfies Record<TourStep, Step>;
  return defineRecipe({ name: 'tour', title: tourTitle, steps });
}

/** What a tour was asked for, read from its recipe; undefined where the recipe is another that bears the name. */
export function readTourOptions({ name, steps }: Recipe): TourOptions | undefined {
  const documents = steps.documents?.spec.path;
  const model = steps.base?.spec.model;
  const licence = steps.documents?.spec.licence;
  if (name !== 'tour' || typeof documents !== 'string' || typeof model !== 'string') return undefined;
  const isSmall = steps.documents?.spec.maxDocuments === sizes.small.documents.maxDocuments;
  const size = isSmall ? 'small' : 'full';
  return { documents, model, size, ...(typeof licence === 'string' ? { licence } : {}) };
}

type Cut = (typeof sizes)[TourOptions['size']];

/** What is made of the documents alone. */
function makeCorpus({ documents: path, licence }: TourOptions, cut: Cut) {
  const spec = { path, ...cut.documents, ...(licence === undefined ? {} : { licence }) };
  const documents = step(documentsStage, { spec });
  const dataset = step(data, { inputs: { documents: documents.outputs.documents } });
  const passages = step(index, { inputs: dataset.outputs });
  const pairs = step(instruction, { inputs: dataset.outputs });
  return { documents, dataset, passages, pairs };
}

/** The base, tuned, merged and quantised, with a gate at each hand-over. */
function makeModels(model: string, pairs: ReturnType<typeof makeCorpus>['pairs']['outputs'], cut: Cut) {
  const base = step(pull, { spec: { model } });
  const adapter = step(training, {
    spec: cut.training,
    inputs: { base: base.outputs.model, ...pairs },
  });
  const merged = step(quantisation, {
    spec: { scheme: 'f16', name: 'tuned' },
    inputs: { ...base.outputs, ...adapter.outputs },
  });
  const gateMerged = step(parity, {
    spec: { handover: 'merge' },
    inputs: { reference: base.outputs.model, ...adapter.outputs, ...merged.outputs },
  });
  const quantised = step(quantisation, {
    spec: { scheme: 'q8_0', name: 'tuned' },
    inputs: { ...merged.outputs, gates: [gateMerged.outputs.report] },
  });
  const gateQuantised = step(parity, {
    spec: { handover: 'quantise' },
    inputs: { reference: merged.outputs.model, ...quantised.outputs },
  });
  return { base, adapter, merged, 'gate-merged': gateMerged, quantised, 'gate-quantised': gateQuantised };
}

/** The same measurements before and after tuning and after quantising. */
function makeScores(
  { base, merged, quantised }: Pick<ReturnType<typeof makeModels>, 'base' | 'merged' | 'quantised'>,
  { dataset, pairs }: Pick<ReturnType<typeof makeCorpus>, 'dataset' | 'pairs'>,
  cut: Cut,
) {
  const measured = { ...dataset.outputs, ...pairs.outputs };
  const before = step(evaluation, {
    spec: { label: 'base', ...cut.evaluation },
    inputs: { ...base.outputs, ...measured },
  });
  const tuned = step(evaluation, {
    spec: { label: 'tuned', ...cut.evaluation },
    inputs: { ...merged.outputs, ...measured, against: [before.outputs.evaluation] },
  });
  const small = step(evaluation, {
    spec: { label: 'quantised', ...cut.evaluation },
    inputs: {
      ...quantised.outputs,
      ...measured,
      against: [before.outputs.evaluation, tuned.outputs.evaluation],
    },
  });
  return { 'scores-base': before, 'scores-tuned': tuned, 'scores-quantised': small };
}
