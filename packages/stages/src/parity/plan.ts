/**
 * The plan of a gate: the fixed probe set through both sides.
 */

import type { StepPlan } from '@slipway/contracts';
import type { PlanContext } from '@slipway/core';
import type { ParitySpec } from './spec.ts';

export function planParity({ spec, inputs, machine }: PlanContext<ParitySpec>): StepPlan {
  const sizeBytes = inputs.model?.[0]?.sizeBytes ?? 3e8;
  const isTorch = spec.handover === 'merge';
  const memoryBytes = Math.round(isTorch ? sizeBytes * 2 + 1.5e9 : sizeBytes * 2 + 5e8);
  return {
    tasks: [
      {
        name: 'prove',
        after: [],
        slice: null,
        resources: { threads: machine.threads, memoryBytes, diskBytes: 1e8, numGpus: 0 },
      },
    ],
    estimate: {
      durationMs: Math.round((isTorch ? 20_000 : 5_000) * Math.max(1, sizeBytes / 3e8)),
      basis: 'about 400 positions of the fixed texts on both sides',
    },
    outputs: { report: { sizeBytes: 4096, facts: {} } },
    notes: [],
  };
}
