/**
 * How well scores part good texts from bad ones that were held out from training.
 * Invariant: exact over the scores given; ties count half. Standard errors are of a sample of this size (AUC: Hanley and McNeil, 1982).
 * Refuses: one class only.
 */
import { SlipwayError } from '@slipway/contracts';

export interface ScoreThreshold {
  minScore: number;
  /** Shares of each class that score at least that. */
  goodKept: number;
  badKept: number;
  /** Share of good ones among those kept; 0 where none is. */
  precision: number;
}

export interface ScoreReport {
  numGood: number;
  numBad: number;
  /** Chance that a good text scores above a bad one. */
  auc: number;
  aucError: number;
  /** Mean of the shares of both classes that are told right at 0.5, so that their sizes do not matter. */
  accuracy: number;
  accuracyError: number;
  thresholds: ScoreThreshold[];
}

const minScores = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** @throws SlipwayError `evaluation-empty` where a class has no score */
export function evaluateScores(good: readonly number[], bad: readonly number[]): ScoreReport {
  const [numGood, numBad] = [good.length, bad.length];
  if (numGood === 0 || numBad === 0)
    throw new SlipwayError({
      code: 'evaluation-empty',
      message: `${numGood} good and ${numBad} bad texts are held out: there is nothing to measure on`,
      hint: 'Give more examples, or a greater heldoutShare.',
    });
  const auc = rankGood(good, bad);
  const keptAt = (scores: readonly number[], least: number) =>
    scores.filter((score) => score >= least).length / scores.length;
  const [goodRight, badRight] = [keptAt(good, 0.5), 1 - keptAt(bad, 0.5)];
  const variance = (share: number, size: number) => (share * (1 - share)) / size;
  return {
    numGood,
    numBad,
    auc,
    aucError: errorOfAuc(auc, numGood, numBad),
    accuracy: (goodRight + badRight) / 2,
    accuracyError: Math.sqrt(variance(goodRight, numGood) + variance(badRight, numBad)) / 2,
    thresholds: minScores.map((minScore) => {
      const [goodKept, badKept] = [keptAt(good, minScore), keptAt(bad, minScore)];
      const numKept = goodKept * numGood + badKept * numBad;
      return { minScore, goodKept, badKept, precision: numKept === 0 ? 0 : (goodKept * numGood) / numKept };
    }),
  };
}

/** The share of pairs in which the good one scores above, by the sum of ranks. */
function rankGood(good: readonly number[], bad: readonly number[]): number {
  const all = [
    ...good.map((score) => ({ score, isGood: true })),
    ...bad.map((score) => ({ score, isGood: false })),
  ].sort((a, b) => a.score - b.score);
  let sum = 0;
  for (let start = 0, end = 0; start < all.length; start = end) {
    while (end < all.length && all[end]?.score === all[start]?.score) end += 1;
    const rank = (start + 1 + end) / 2;
    sum += rank * all.slice(start, end).filter(({ isGood }) => isGood).length;
  }
  return (sum - (good.length * (good.length + 1)) / 2) / (good.length * bad.length);
}

function errorOfAuc(auc: number, numGood: number, numBad: number): number {
  const first = auc / (2 - auc) - auc * auc;
  const second = (2 * auc * auc) / (1 + auc) - auc * auc;
  const variance = auc * (1 - auc) + (numGood - 1) * first + (numBad - 1) * second;
  return Math.sqrt(Math.max(0, variance) / (numGood * numBad));
}
