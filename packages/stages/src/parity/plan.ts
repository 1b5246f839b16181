/**
 * The plan of a gate: the fixed probe set through both sides.
 * Refuses: a merge without the adapter that was merged, and an adapter where none was.
 */
import { SlipwayError, type StepPlan } from '@slipway/contracts';
import type { PlanContext } from '@slipway/core';
import type { ParitySpec } from './spec.ts';

export function planParity({ spec, inputs, machine }: PlanContext<ParitySpec>): StepPlan {
  requireSides(spec, (inputs.adapter ?? []).length > 0);
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
      basis: {
        en: 'about 400 positions of the fixed texts on both sides',
        zh: '固定文本约 400 个位置，两侧各算一遍',
      },
    },
    outputs: { report: { sizeBytes: 4096, facts: {} } },
    notes: [],
  };
}

function requireSides({ handover }: ParitySpec, hasAdapter: boolean): void {
  if ((handover === 'merge') === hasAdapter) return;
  throw new SlipwayError({
    code: 'recipe-invalid',
    message: hasAdapter
      ? `the hand-over "${handover}" compares two files, but an adapter is given`
      : 'the hand-over "merge" compares a base and its adapter with the merged file, but no adapter is given',
    hint: hasAdapter
      ? 'Set "handover" to "merge", or leave the input "adapter" out.'
      : 'Give the input "adapter", or set "handover" to "quantise".',
  });
}
