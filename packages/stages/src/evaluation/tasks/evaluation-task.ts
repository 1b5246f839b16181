/**
 * The shape of an evaluation task: samples of held-out documents, each scored by an engine into one number.
 */
import type { ChoiceQuestion, DatasetDocument, Pair, SampleOutcome, Score } from '@slipway/contracts';
import type { Engine } from '@slipway/core';

export interface HeldOut {
  documents: DatasetDocument[];
  pairs: Pair[];
  choices: ChoiceQuestion[];
}

export interface TaskLimits {
  maxSamples: number;
  maxTokens: number;
}

export interface EvaluationTask {
  readonly name: string;
  readonly metric: string;
  readonly unit: string;
  readonly isLowerBetter: boolean;
  /** Number of samples it will score. */
  countSamples(heldOut: HeldOut, limits: TaskLimits): number;
  /** Scores sample after sample, in a fixed order. */
  score(engine: Engine, heldOut: HeldOut, limits: TaskLimits): AsyncIterable<SampleOutcome>;
  /** Scores that need no model, from the outcomes' samples. */
  baselines(heldOut: HeldOut, limits: TaskLimits): Score[];
}

/** Takes at most `max` items spread evenly over the list, so that no part of it is left out. */
export function spreadEvenly<Item>(items: readonly Item[], max: number): Item[] {
  if (items.length <= max) return [...items];
  return Array.from({ length: max }, (_, index) => items[Math.floor((index * items.length) / max)] as Item);
}
