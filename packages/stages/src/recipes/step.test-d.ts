// What the compiler must take and must refuse of steps written in TypeScript. Compiled with the package; never run.
import type { Digest } from '@slipway/contracts';
import { data } from '../data/index.ts';
import { documents } from '../documents/index.ts';
import { evaluation } from '../evaluation/index.ts';
import { index } from '../index/index.ts';
import { instruction } from '../instruction/index.ts';
import { pull } from '../pull/index.ts';
import { quantisation } from '../quantisation/index.ts';
import { serving } from '../serving/index.ts';
import { training } from '../training/index.ts';
import { artifact, type Source, step } from './step.ts';

const folder = step(documents, { spec: { path: './docs' } });
const dataset = step(data, { inputs: { documents: folder.outputs.documents } });
const pairs = step(instruction, { inputs: { dataset: dataset.outputs.dataset } });
const base = step(pull, { spec: { model: 'english' } });
const adapter = step(training, {
  spec: { numTokens: 'auto', rank: 8 },
  inputs: { base: base.outputs.model, pairs: pairs.outputs.pairs },
});
export const sources: [Source<'documents'>, Source<'adapter'>] = [
  folder.outputs.documents,
  adapter.outputs.adapter,
];
step(quantisation, { spec: { scheme: 'q8_0' }, inputs: { model: base.outputs.model } });
step(index, { inputs: { dataset: artifact('dataset', `sha256:${'0'.repeat(64)}` as Digest) } });
step(serving, { spec: { alias: 'a' }, inputs: { model: base.outputs.model, gates: [], evaluations: [] } });

// @ts-expect-error a required field of the spec is missing
step(documents, { spec: {} });
// @ts-expect-error the whole spec is missing
step(documents);
// @ts-expect-error a field that the spec does not have
step(documents, { spec: { path: '.', depth: 3 } });
// @ts-expect-error a field of another type
step(training, { spec: { rank: '16' }, inputs: { base: base.outputs.model, pairs: pairs.outputs.pairs } });
// @ts-expect-error a word that is not among those allowed
step(quantisation, { spec: { scheme: 'q3' }, inputs: { model: base.outputs.model } });
// @ts-expect-error a required input is missing
step(training, { inputs: { base: base.outputs.model } });
// @ts-expect-error an input of another kind
step(data, { inputs: { documents: dataset.outputs.dataset } });
// @ts-expect-error an artifact of another kind
step(data, { inputs: { documents: artifact('model', 'sha256:0') } });
// @ts-expect-error an input that the stage does not have
step(index, { inputs: { dataset: dataset.outputs.dataset, pairs: pairs.outputs.pairs } });
// @ts-expect-error an output that the stage does not have
step(index, { inputs: { dataset: dataset.outputs.data } });
step(evaluation, {
  inputs: {
    model: base.outputs.model,
    dataset: dataset.outputs.dataset,
    pairs: pairs.outputs.pairs,
    // @ts-expect-error one where a list is taken
    against: base.outputs.model,
  },
});
