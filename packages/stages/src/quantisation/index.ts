/**
 * Quantisation: a model, with or without an adapter, becomes one file in another number type.
 */
import { defineStage } from '@slipway/core';
import { planQuantisation } from './plan.ts';
import { runQuantisation } from './run.ts';
import { quantisationSpec } from './spec.ts';

export const quantisation = defineStage({
  name: 'quantisation',
  version: '2',
  summary: {
    en: 'Merge an adapter and write the model in another number type',
    zh: '合并适配器并以另一种数值类型写出模型',
  },
  spec: quantisationSpec,
  inputs: {
    model: { kind: 'model', arity: 'one' },
    adapter: { kind: 'adapter', arity: 'optional' },
    gates: { kind: 'gate-report', arity: 'many' },
  },
  outputs: { model: 'model' },
  plan: planQuantisation,
  run: runQuantisation,
});
