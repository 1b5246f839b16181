/**
 * The plan of training a classifier: one task, its time by the bytes of both datasets.
 */
import type { StepPlan } from '@slipway/contracts';
import { type PlanContext, planByBytes } from '@slipway/core';
import type { ClassifierSpec } from './spec.ts';

/** A pass over the examples on one core, with the default sizes. */
const bytesPerSecond = 8e6;

export function planClassifier({ spec, inputs }: PlanContext<ClassifierSpec>): StepPlan {
  const sizes = [inputs.good, inputs.bad].map((list) => list?.[0]?.sizeBytes ?? 0);
  const input = { sizeBytes: sizes.reduce((sum, size) => sum + size, 0), facts: {} };
  return planByBytes({
    task: 'classifier',
    input,
    output: 'classifier',
    bytesPerSecond: bytesPerSecond / spec.epochs,
  });
}
