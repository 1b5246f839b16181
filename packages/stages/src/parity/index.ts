/**
 * Parity: proves that a model changed hands unchanged, or names the place where it differs.
 */
import { defineStage } from '@slipway/core';
import { planParity } from './plan.ts';
import { runParity } from './run.ts';
import { paritySpec } from './spec.ts';

export const parity = defineStage({
  name: 'parity',
  version: '2',
  summary: { en: 'Prove that a converted model is still the same', zh: '证明转换后的模型仍然如一' },
  spec: paritySpec,
  inputs: {
    reference: { kind: 'model', arity: 'one' },
    adapter: { kind: 'adapter', arity: 'optional' },
    model: { kind: 'model', arity: 'one' },
  },
  outputs: { report: 'gate-report' },
  plan: planParity,
  run: runParity,
});
