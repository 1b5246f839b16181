/**
 * How the measures of a run's documents are spread about the thresholds of their recipes.
 * Invariant: a document is counted once for each threshold of the recipe of its language that there is a row for, whatever other rules
 * say of it; where there is nothing to measure it is not counted. Memory does not grow with the documents.
 */
import type { ThresholdHistogram } from '@slipway/contracts';
import type { Row } from '../quality/measure.ts';
import { listClauses, type QualityRecipe } from '../quality/recipes/recipe.ts';
import { isThreshold, type Threshold } from '../quality/rule.ts';
import { chooseQuality, type PipelineRecipe } from './pipeline-recipe.ts';
import { boundScores, makeScoreRecipe } from './score-rules.ts';
import type { ScoreName } from './scores.ts';

export interface ThresholdHistograms {
  /** @param rows a row for each time the document was measured */
  add(language: string, rows: readonly Float64Array[]): void;
  /** @param scores the row of what lists and models say, of a document that was read */
  addScores(scores: Row): void;
  /** By recipe's name, then in the recipe's order. */
  list(): ThresholdHistogram[];
}

const numBins = 100;

interface Tally {
  recipe: string;
  rule: string;
  place: number;
  threshold: Threshold;
  counts: number[];
}

/** @param measured the scores that documents have */
export function createThresholdHistograms(
  recipe: PipelineRecipe,
  measured: readonly ScoreName[],
): ThresholdHistograms {
  const scoreRecipe = makeScoreRecipe(boundScores(recipe, measured));
  const ofScores = openTallies(scoreRecipe);
  const tallies = new Map<QualityRecipe, Tally[]>(ofScores.length > 0 ? [[scoreRecipe, ofScores]] : []);
  return {
    add(language, rows) {
      const quality = chooseQuality(recipe, language);
      if (!quality) return;
      const asked = tallies.get(quality) ?? openTallies(quality);
      tallies.set(quality, asked);
      for (const { place, threshold, counts } of asked) {
        const row = rows[place];
        if (row) count(counts, threshold, threshold.measure.of(row));
      }
    },
    addScores(scores) {
      for (const { threshold, counts } of ofScores) count(counts, threshold, threshold.measure.of(scores));
    },
    list: () =>
      [...tallies]
        .sort(([a], [b]) => (a.name < b.name ? -1 : 1))
        .flatMap(([, asked]) => asked.map(printTally)),
  };
}

function openTallies(recipe: QualityRecipe): Tally[] {
  return listClauses(recipe).flatMap(({ rule, place, clause }) =>
    isThreshold(clause)
      ? [{ recipe: recipe.name, rule, place, threshold: clause, counts: new Array<number>(numBins).fill(0) }]
      : [],
  );
}

function count(counts: number[], { range: [from, to] }: Threshold, value: number): void {
  if (Number.isNaN(value)) return;
  const bin = Math.floor(((value - from) / (to - from)) * numBins);
  const at = Math.min(numBins - 1, Math.max(0, bin));
  counts[at] = (counts[at] ?? 0) + 1;
}

function printTally({ recipe, rule, threshold, counts }: Tally): ThresholdHistogram {
  const { name, reason, kind, bound, range, isCount } = threshold;
  const [from, to] = range;
  return { recipe, rule, name, reason, kind, bound, ...(isCount ? { isCount } : {}), from, to, counts };
}
