/**
 * The plan of the instruction step: one task, its time by the bytes that go in.
 */
import type { StepPlan } from '@slipway/contracts';
import { type PlanContext, planByBytes } from '@slipway/core';
import type { InstructionSpec } from './spec.ts';

/** Measured on Markdown documentation on one core. */
const bytesPerSecond = 1.5e6;

export function planInstruction({ inputs }: PlanContext<InstructionSpec>): StepPlan {
  return planByBytes({ task: 'instruction', input: inputs.dataset?.[0], output: 'pairs', bytesPerSecond });
}
