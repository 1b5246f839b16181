/**
 * The plan of writing a model in another number type, with an adapter merged in where one is given.
 */
import type { StepPlan } from '@slipway/contracts';
import type { PlanContext } from '@slipway/core';
import type { QuantisationSpec } from './spec.ts';

/** Bytes of the result per parameter; Q8_0 holds 34 bytes for 32 weights. */
const bytesPerParameter = { f16: 2, q8_0: 34 / 32 };
/** Parameters a second on one core. */
const parametersPerSecond = 2e7;

export function planQuantisation({ spec, inputs }: PlanContext<QuantisationSpec>): StepPlan {
  const model = inputs.model?.[0];
  const numParameters = typeof model?.facts.numParameters === 'number' ? model.facts.numParameters : 135e6;
  const sizeBytes = Math.round(numParameters * bytesPerParameter[spec.scheme]);
  return {
    tasks: [
      {
        name: 'write',
        after: [],
        slice: null,
        resources: { threads: 1, memoryBytes: 6e8, diskBytes: sizeBytes, numGpus: 0 },
      },
    ],
    estimate: {
      durationMs: Math.round((numParameters / parametersPerSecond) * 1000),
      basis: {
        en: `${(numParameters / 1e6).toFixed(0)} M parameters at about ${parametersPerSecond / 1e6} M/s`,
        zh: `${(numParameters / 1e6).toFixed(0)} M 个参数，约每秒 ${parametersPerSecond / 1e6} M 个`,
      },
    },
    outputs: { model: { sizeBytes, facts: { ...model?.facts, numParameters } } },
    notes: [],
  };
}
