/**
 * The tour's steps as a recipe to read, copy and change: from a folder of documents to a tuned, proven, served model.
 *
 *   slipway run recipes/tour.ts --dry-run
 *
 * Invariant: the same steps that `slipway tour` runs, on other documents (./docs) and under an alias of its own, so that the tour's
 * model stays in service. Of what the tour has made only the base model is reused: all else follows from the documents.
 */
import {
  data,
  defineRecipe,
  documents,
  evaluation,
  index,
  instruction,
  parity,
  pull,
  quantisation,
  serving,
  step,
  training,
} from '@slipway/stages';

// Documents become a clean dataset, passages to cite, and questions with their answers.
const docs = step(documents, { spec: { path: './docs' } });
const dataset = step(data, { inputs: { documents: docs.outputs.documents } });
const passages = step(index, { inputs: { dataset: dataset.outputs.dataset } });
const pairs = step(instruction, { inputs: { dataset: dataset.outputs.dataset } });

// A public model is tuned on them, merged, and made small; a gate stands at each hand-over.
const base = step(pull, { spec: { model: 'default' } });
const adapter = step(training, { inputs: { base: base.outputs.model, pairs: pairs.outputs.pairs } });
const merged = step(quantisation, {
  spec: { scheme: 'f16', name: 'tuned' },
  inputs: { model: base.outputs.model, adapter: adapter.outputs.adapter },
});
const gateMerged = step(parity, {
  spec: { handover: 'merge' },
  inputs: {
    reference: base.outputs.model,
    adapter: adapter.outputs.adapter,
    model: merged.outputs.model,
  },
});
const quantised = step(quantisation, {
  spec: { scheme: 'q8_0', name: 'tuned' },
  inputs: { model: merged.outputs.model, gates: [gateMerged.outputs.report] },
});
const gateQuantised = step(parity, {
  spec: { handover: 'quantise' },
  inputs: { reference: merged.outputs.model, model: quantised.outputs.model },
});

// What it gained and lost, on documents it has never seen.
const measured = { dataset: dataset.outputs.dataset, pairs: pairs.outputs.pairs };
const scoresBase = step(evaluation, {
  spec: { label: 'base' },
  inputs: { model: base.outputs.model, ...measured },
});
const scoresTuned = step(evaluation, {
  spec: { label: 'tuned' },
  inputs: { model: merged.outputs.model, ...measured, against: [scoresBase.outputs.evaluation] },
});
const scoresQuantised = step(evaluation, {
  spec: { label: 'quantised' },
  inputs: {
    model: quantised.outputs.model,
    ...measured,
    against: [scoresBase.outputs.evaluation, scoresTuned.outputs.evaluation],
  },
});

// And into service, with every proof behind it.
const service = step(serving, {
  spec: { alias: 'handbook' },
  inputs: {
    model: quantised.outputs.model,
    index: passages.outputs.index,
    dataset: dataset.outputs.dataset,
    gates: [gateMerged.outputs.report, gateQuantised.outputs.report],
    evaluations: [
      scoresBase.outputs.evaluation,
      scoresTuned.outputs.evaluation,
      scoresQuantised.outputs.evaluation,
    ],
  },
});

export default defineRecipe({
  name: 'handbook',
  title: 'From ./docs to a model in service',
  steps: {
    documents: docs,
    dataset,
    passages,
    pairs,
    base,
    adapter,
    merged,
    'gate-merged': gateMerged,
    quantised,
    'gate-quantised': gateQuantised,
    'scores-base': scoresBase,
    'scores-tuned': scoresTuned,
    'scores-quantised': scoresQuantised,
    service,
  },
});
