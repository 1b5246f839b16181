/**
 * The plan of the index step: one task, its time by the bytes that go in.
 */
import type { StepPlan } from '@slipway/contracts';
import type { PlanContext } from '@slipway/core';
import type { IndexSpec } from './spec.ts';

/** Bytes a second, measured on Markdown documentation on one core. */
const bytesPerSecond = 1.5e6;

export function planIndex({ inputs }: PlanContext<IndexSpec>): StepPlan {
  const input = inputs.dataset?.[0];
  const sizeBytes = input?.sizeBytes ?? 0;
  return {
    tasks: [
      {
        name: 'index',
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
    outputs: { index: { sizeBytes, facts: {} } },
    notes: [],
  };
}
