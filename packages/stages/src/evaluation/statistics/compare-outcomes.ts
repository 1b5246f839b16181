/**
 * Paired comparison of two models on the same samples.
 * Invariant: only samples that both have, and of which both scored the same text, count; every value is a number; a verdict is given only where the interval leaves out zero.
 */
import { type Comparison, invariant, type SampleOutcome, type Score } from '@slipway/contracts';
import { estimateMean } from './estimate.ts';

export interface ComparedSide {
  label: string;
  scores: readonly Score[];
  outcomes: readonly SampleOutcome[];
}

/** One comparison for each task that both sides have. */
export function compareOutcomes(
  from: ComparedSide,
  to: ComparedSide,
  numStandardErrors: number,
): Comparison[] {
  const comparisons: Comparison[] = [];
  for (const score of to.scores) {
    if (!from.scores.some((one) => one.task === score.task)) continue;
    const before = new Map(
      from.outcomes.filter((one) => one.task === score.task).map((one) => [one.id, one] as const),
    );
    const differences = to.outcomes
      .filter((one) => one.task === score.task && before.get(one.id)?.weight === one.weight)
      .map((one) => ({
        cluster: one.document,
        value: one.value - (before.get(one.id)?.value ?? Number.NaN),
        weight: one.weight,
      }));
    const unknown = differences.find((one) => !Number.isFinite(one.value));
    invariant(unknown === undefined, `a ${score.task} outcome of ${unknown?.cluster} is not a number`);
    if (differences.length === 0) continue;
    const { mean, standardError } = estimateMean(differences);
    comparisons.push({
      task: score.task,
      metric: score.metric,
      from: from.label,
      to: to.label,
      difference: mean,
      standardError,
      numPairs: differences.length,
      verdict: judge({ mean, standardError, numStandardErrors, isLowerBetter: score.isLowerBetter }),
    });
  }
  return comparisons;
}

function judge(options: {
  mean: number;
  standardError: number | null;
  numStandardErrors: number;
  isLowerBetter: boolean;
}): Comparison['verdict'] {
  const { mean, standardError, numStandardErrors, isLowerBetter } = options;
  if (standardError === null || !(Math.abs(mean) > numStandardErrors * standardError))
    return 'no-difference-shown';
  return mean < 0 === isLowerBetter ? 'better' : 'worse';
}
