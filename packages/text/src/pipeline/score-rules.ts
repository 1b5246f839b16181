/**
 * The rules that ask what lists and models say of a document. Their bounds are those of the pipeline's recipe, and are moved and drawn as
 * those of all rules are.
 * Invariant: a rule is asked where its score is measured; a row of scores has the places of `scoreNames`, NaN where nothing was measured.
 */
import type { Measure } from '../quality/measure.ts';
import { ranges } from '../quality/ranges.ts';
import { ask, type QualityRecipe } from '../quality/recipes/recipe.ts';
import { makeRule, type QualityRule, type Threshold } from '../quality/rule.ts';
import type { PipelineRecipe } from './pipeline-recipe.ts';
import { type ScoreName, scoreNames } from './scores.ts';

/** Under which these rules stand among the quality recipes of a card. */
export const scoreRecipeName = 'scores';

/** Bounds by `rule.name`; what is not in it cannot be moved. */
export type ScoreBounds = Readonly<Record<string, number>>;

interface ScoreThreshold extends Omit<Threshold, 'bound' | 'measure'> {
  rule: 'words' | 'perplexity' | 'classifier';
  score: ScoreName;
}

/** In the order in which a document is asked. */
const thresholds: readonly ScoreThreshold[] = [
  {
    rule: 'words',
    name: 'maxCount',
    score: 'listedWords',
    kind: 'most',
    isCount: true,
    range: ranges.listedWords,
    reason: 'listed_words',
  },
  {
    rule: 'words',
    name: 'maxShare',
    score: 'listedShare',
    kind: 'most',
    range: ranges.tinyShare,
    reason: 'listed_words',
  },
  {
    rule: 'perplexity',
    name: 'max',
    score: 'perplexity',
    kind: 'most',
    range: ranges.perplexity,
    reason: 'perplexity_high',
  },
  {
    rule: 'perplexity',
    name: 'min',
    score: 'perplexity',
    kind: 'least',
    range: ranges.perplexity,
    reason: 'perplexity_low',
  },
  {
    rule: 'classifier',
    name: 'minScore',
    score: 'qualityScore',
    kind: 'least',
    range: ranges.share,
    reason: 'quality_score',
  },
];

/** The bounds that a recipe asks of scores that are measured. A count without a bound has none: 0 would be one. */
export function boundScores(recipe: PipelineRecipe, measured: readonly ScoreName[]): ScoreBounds {
  const { words = {}, perplexity = {}, minQualityScore = 0 } = recipe;
  const bounds: Record<string, number | undefined> = {
    // No share at all is not a single word.
    'words.maxCount': words.maxCount ?? (words.maxShare === 0 ? 0 : undefined),
    'words.maxShare': words.maxShare ?? 0,
    'perplexity.max': perplexity.max ?? 0,
    'perplexity.min': perplexity.min ?? 0,
    'classifier.minScore': minQualityScore,
  };
  return Object.fromEntries(
    thresholds.flatMap(({ rule, name, score }) => {
      const bound = bounds[`${rule}.${name}`];
      return bound !== undefined && measured.includes(score) ? [[`${rule}.${name}`, bound]] : [];
    }),
  );
}

/** The rules as a recipe, of one row: that of the scores. */
export function makeScoreRecipe(bounds: ScoreBounds): QualityRecipe {
  const rules = listScoreRules(bounds);
  const steps = rules.map(ask);
  return { name: scoreRecipeName, version: 1, source: '', stopWords: [], isChinese: false, steps };
}

/** The rules that have bounds, in the order in which a document is asked. */
export function listScoreRules(bounds: ScoreBounds): QualityRule[] {
  const bounded = thresholds.filter(({ rule, name }) => `${rule}.${name}` in bounds);
  return [...new Set(bounded.map(({ rule }) => rule))].map((name) =>
    makeRule(
      name,
      bounded
        .filter(({ rule }) => rule === name)
        .map(({ rule, score, ...line }) => ({
          ...line,
          bound: bounds[`${rule}.${line.name}`] ?? 0,
          measure: measureScore(score),
        })),
    ),
  );
}

function measureScore(name: ScoreName): Measure {
  const place = scoreNames.indexOf(name);
  return { columns: [], of: (row) => row[place] ?? Number.NaN };
}
