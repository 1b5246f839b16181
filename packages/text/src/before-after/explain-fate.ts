/**
 * Which clause of the rules spoke against a document, and the number it went by.
 */
import type { SpokenRule } from '@slipway/contracts';
import { makeScoreRecipe } from '../pipeline/score-rules.ts';
import { isThreshold } from '../quality/rule.ts';
import {
  findKeptRecipe,
  type Judgement,
  judgeRecipe,
  judgeScores,
  listAsked,
} from '../what-if/judge-kept.ts';
import type { ColumnDocument } from '../what-if/read-columns.ts';

/** @returns nothing where no rule spoke, or the recipe has changed since */
export function explainFate(document: ColumnDocument): SpokenRule | undefined {
  const judgement = judge(document);
  if (judgement?.kind !== 'spoken-against') return undefined;
  const { recipe, clause: placed, value } = judgement;
  const { rule, clause } = placed;
  return {
    recipe,
    rule,
    reason: clause.reason,
    name: isThreshold(clause) ? clause.name : '',
    kind: isThreshold(clause) ? clause.kind : null,
    bound: isThreshold(clause) ? clause.bound : null,
    value: Number.isFinite(value) ? value : null,
  };
}

function judge({ recipe, rows, scores, scoreBounds }: ColumnDocument): Judgement | undefined {
  const kept = recipe === '' ? undefined : findKeptRecipe(recipe);
  if (recipe !== '' && !kept) return undefined;
  const judgement = kept && judgeRecipe(listAsked(kept), rows);
  return judgement && judgement.kind !== 'passed'
    ? judgement
    : judgeScores(listAsked(makeScoreRecipe(scoreBounds)), scores);
}
