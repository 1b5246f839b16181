/**
 * The plan of training a perplexity model: one task, its time by the bytes that go in.
 */
import type { StepPlan } from '@slipway/contracts';
import { type PlanContext, planByBytes } from '@slipway/core';
import type { PerplexitySpec } from './spec.ts';

/** On one core, with the default sizes: counting; measuring takes longer, and is of the held-out part alone. */
const bytesPerSecond = 4e6;

export function planPerplexity({ inputs }: PlanContext<PerplexitySpec>): StepPlan {
  return planByBytes({ task: 'perplexity', input: inputs.good?.[0], output: 'perplexity', bytesPerSecond });
}
