/**
 * Evaluation: a model and held-out data become scores with their uncertainty, and paired comparisons.
 */
import { defineStage } from '@slipway/core';
import { planEvaluation } from './plan.ts';
import { runEvaluation } from './run.ts';
import { evaluationSpec } from './spec.ts';

export const evaluation = defineStage({
  name: 'evaluation',
  version: '4',
  summary: { en: 'Measure a model on held-out documents', zh: '在留出文档上度量模型' },
  spec: evaluationSpec,
  inputs: {
    model: { kind: 'model', arity: 'one' },
    dataset: { kind: 'dataset', arity: 'one' },
    pairs: { kind: 'pairs', arity: 'one' },
    against: { kind: 'evaluation', arity: 'many' },
  },
  outputs: { evaluation: 'evaluation' },
  plan: planEvaluation,
  run: runEvaluation,
});
