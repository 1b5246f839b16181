/**
 * Serving: a proven model becomes a deployment that answers under an alias.
 */
import { defineStage } from '@slipway/core';
import { planServing } from './plan.ts';
import { runServing } from './run.ts';
import { servingSpec } from './spec.ts';

export const serving = defineStage({
  name: 'serving',
  version: '2',
  summary: { en: 'Bring a proven model into service', zh: '让通过验证的模型上线' },
  spec: servingSpec,
  inputs: {
    model: { kind: 'model', arity: 'one' },
    index: { kind: 'index', arity: 'optional' },
    dataset: { kind: 'dataset', arity: 'optional' },
    gates: { kind: 'gate-report', arity: 'many' },
    evaluations: { kind: 'evaluation', arity: 'many' },
  },
  outputs: { deployment: 'deployment', report: 'gate-report' },
  plan: planServing,
  run: runServing,
});
