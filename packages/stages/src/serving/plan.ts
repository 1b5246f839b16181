/**
 * The plan of bringing a model into service: load it twice, once as the file and once as the endpoint, and compare.
 * Refuses: a context longer than the model was made for, behind whose end it answers without sense.
 */
import { type Facts, SlipwayError, type StepPlan } from '@slipway/contracts';
import type { PlanContext } from '@slipway/core';
import type { ServingSpec } from './spec.ts';

/** Conversations kept at once: the endpoint's two and that of the file beside it. */
const numSequences = 3;
/** Cache of one token per parameter where the file does not say it: that of 135 M parameters with 30 layers and 3 heads of 64. */
const cacheBytesPerParameter = 23_040 / 135e6;

export function planServing({ spec, inputs, machine }: PlanContext<ServingSpec>): StepPlan {
  const { sizeBytes, facts } = inputs.model?.[0] ?? { sizeBytes: 1.5e8, facts: {} };
  requireContext(spec, facts);
  const cacheBytes = readCacheBytes(facts) * spec.contextTokens * numSequences;
  return {
    tasks: [
      {
        name: 'serve',
        after: [],
        slice: null,
        resources: {
          threads: machine.threads,
          memoryBytes: Math.round(sizeBytes * 2 + cacheBytes + 6e8),
          diskBytes: 1e6,
          numGpus: 0,
        },
      },
    ],
    estimate: {
      durationMs: Math.round(10_000 + sizeBytes / 5e4),
      basis: { en: 'loading, calibration and the gate', zh: '载入、校准与关卡' },
    },
    outputs: {
      deployment: { sizeBytes: 4096, facts: { alias: spec.alias } },
      report: { sizeBytes: 4096, facts: {} },
    },
    notes: [],
  };
}

function requireContext({ contextTokens }: ServingSpec, facts: Facts): void {
  const limit = facts.contextTokens;
  if (typeof limit !== 'number' || contextTokens <= limit) return;
  throw new SlipwayError({
    code: 'spec-invalid',
    message: `"contextTokens" is ${contextTokens}, but the model was made for at most ${limit} tokens`,
    hint: `Set "contextTokens" to ${limit} or less.`,
  });
}

function readCacheBytes({ cacheBytesPerToken, numParameters }: Facts): number {
  if (typeof cacheBytesPerToken === 'number') return cacheBytesPerToken;
  return cacheBytesPerParameter * (typeof numParameters === 'number' ? numParameters : 135e6);
}
