/**
 * Training: a base model and instruction pairs become an adapter.
 */
import { defineStage } from '@slipway/core';
import { planTraining } from './plan.ts';
import { runTraining } from './run.ts';
import { trainingSpec } from './spec.ts';

export const training = defineStage({
  name: 'training',
  version: '2',
  summary: { en: 'Tune a model on pairs with a low-rank adapter', zh: '用问答对以低秩适配器微调模型' },
  spec: trainingSpec,
  inputs: { base: { kind: 'model', arity: 'one' }, pairs: { kind: 'pairs', arity: 'one' } },
  outputs: { adapter: 'adapter' },
  plan: planTraining,
  run: runTraining,
});
