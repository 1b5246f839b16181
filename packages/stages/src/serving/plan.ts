/**
 * The plan of bringing a model into service: load it twice, once as the file and once as the endpoint, and compare.
 */
import type { StepPlan } from '@slipway/contracts';
import type { PlanContext } from '@slipway/core';
import type { ServingSpec } from './spec.ts';

export function planServing({ spec, inputs, machine }: PlanContext<ServingSpec>): StepPlan {
  const sizeBytes = inputs.model?.[0]?.sizeBytes ?? 1.5e8;
  return {
    tasks: [
      {
        name: 'serve',
        after: [],
        slice: null,
        resources: {
          threads: machine.threads,
          memoryBytes: Math.round(sizeBytes * 2 + 6e8),
          diskBytes: 1e6,
          numGpus: 0,
        },
      },
    ],
    estimate: {
      durationMs: Math.round(10_000 + sizeBytes / 5e4),
      basis: 'loading, calibration and the gate',
    },
    outputs: {
      deployment: { sizeBytes: 4096, facts: { alias: spec.alias } },
      report: { sizeBytes: 4096, facts: {} },
    },
    notes: [],
  };
}
