/**
 * The tour's recipe: from a folder of documents to a tuned, proven, served model.
 * Invariant: step names are the contracts' `tourSteps`; whatever a newcomer sees comes from here.
 */
import { type Recipe, tourAlias, type tourSteps } from '@slipway/contracts';

export interface TourOptions {
  /** Folder or file of documents. */
  documents: string;
  /** Starter or model reference. */
  model: string;
  /** `small` takes fewer documents and tokens, for trying things out. */
  size: 'full' | 'small';
}

/** What `small` cuts down. */
const sizes = {
  full: { documents: {}, training: {}, evaluation: {} },
  small: {
    documents: { maxDocuments: 60 },
    training: { numTokens: 3072, batchTokens: 512, checkpointEverySteps: 2 },
    evaluation: { maxSamples: 6, maxTokens: 64 },
  },
} as const;

/** The recipe of a tour, as plain data. */
export function tourRecipe({ documents, model, size }: TourOptions): Recipe {
  const cut = sizes[size];
  const measured = { dataset: 'dataset.dataset', pairs: 'pairs.pairs' };
  const steps: Record<(typeof tourSteps)[number], Recipe['steps'][string]> = {
    documents: { stage: 'documents', spec: { path: documents, ...cut.documents }, inputs: {} },
    dataset: { stage: 'data', spec: {}, inputs: { documents: 'documents.documents' } },
    passages: { stage: 'index', spec: {}, inputs: { dataset: 'dataset.dataset' } },
    pairs: { stage: 'instruction', spec: {}, inputs: { dataset: 'dataset.dataset' } },
    base: { stage: 'pull', spec: { model }, inputs: {} },
    adapter: {
      stage: 'training',
      spec: { ...cut.training },
      inputs: { base: 'base.model', pairs: 'pairs.pairs' },
    },
    merged: {
      stage: 'quantisation',
      spec: { scheme: 'f16', name: 'tuned' },
      inputs: { model: 'base.model', adapter: 'adapter.adapter' },
    },
    'gate-merged': {
      stage: 'parity',
      spec: { handover: 'merge' },
      inputs: { reference: 'base.model', adapter: 'adapter.adapter', model: 'merged.model' },
    },
    quantised: {
      stage: 'quantisation',
      spec: { scheme: 'q8_0', name: 'tuned' },
      inputs: { model: 'merged.model', gates: ['gate-merged.report'] },
    },
    'gate-quantised': {
      stage: 'parity',
      spec: { handover: 'quantise' },
      inputs: { reference: 'merged.model', model: 'quantised.model' },
    },
    'scores-base': {
      stage: 'evaluation',
      spec: { label: 'base', ...cut.evaluation },
      inputs: { model: 'base.model', ...measured },
    },
    'scores-tuned': {
      stage: 'evaluation',
      spec: { label: 'tuned', ...cut.evaluation },
      inputs: { model: 'merged.model', ...measured, against: ['scores-base.evaluation'] },
    },
    'scores-quantised': {
      stage: 'evaluation',
      spec: { label: 'quantised', ...cut.evaluation },
      inputs: {
        model: 'quantised.model',
        ...measured,
        against: ['scores-base.evaluation', 'scores-tuned.evaluation'],
      },
    },
    service: {
      stage: 'serving',
      spec: { alias: tourAlias },
      inputs: {
        model: 'quantised.model',
        index: 'passages.index',
        dataset: 'dataset.dataset',
        gates: ['gate-merged.report', 'gate-quantised.report'],
        evaluations: ['scores-base.evaluation', 'scores-tuned.evaluation', 'scores-quantised.evaluation'],
      },
    },
  };
  return { name: 'tour', title: 'From documents to a model in service', steps };
}
