/**
 * The plan of the data step: one task, its time by the bytes that go in.
 */
import type { StepPlan } from '@slipway/contracts';
import type { PlanContext } from '@slipway/core';
import type { DataSpec } from './spec.ts';

/** Bytes a second, measured on Markdown documentation on one core. */
const bytesPerSecond = 1.5e6;

export function planData({ inputs }: PlanContext<DataSpec>): StepPlan {
  const input = inputs.documents?.[0];
  const sizeBytes = input?.sizeBytes ?? 0;
  return {
    tasks: [
      {
        name: 'data',
        after: [],
        slice: null,
        resources: {
          threads: 1,
          memoryBytes: Math.round(sizeBytes * 8 + 3e8),
          diskBytes: sizeBytes * 3,
          numGpus: 0,
        },
      },
    ],
    estimate: {
      durationMs: Math.round((sizeBytes / bytesPerSecond) * 1000 + 1000),
      basis: `${(sizeBytes / 1e6).toFixed(1)} MB at about ${bytesPerSecond / 1e6} MB/s`,
    },
    outputs: { dataset: { sizeBytes, facts: {} } },
    notes: [],
  };
}
