/**
 * The plan of the index step: one task, its time by the bytes that go in.
 */
import type { StepPlan } from '@slipway/contracts';
import { type PlanContext, planByBytes } from '@slipway/core';
import type { IndexSpec } from './spec.ts';

/** Measured on Markdown documentation on one core. */
const bytesPerSecond = 1.5e6;

export function planIndex({ inputs }: PlanContext<IndexSpec>): StepPlan {
  return planByBytes({ task: 'index', input: inputs.dataset?.[0], output: 'index', bytesPerSecond });
}
