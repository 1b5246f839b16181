/**
 * The plan of the data step: one task, its time by the bytes that go in.
 */
import type { StepPlan } from '@slipway/contracts';
import { type PlanContext, planByBytes } from '@slipway/core';
import type { DataSpec } from './spec.ts';

/** Measured on Markdown documentation on one core. */
const bytesPerSecond = 1.5e6;

export function planData({ inputs }: PlanContext<DataSpec>): StepPlan {
  return planByBytes({ task: 'data', input: inputs.documents?.[0], output: 'dataset', bytesPerSecond });
}
