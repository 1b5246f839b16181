/**
 * Which clause of the rules spoke against a document, and the number it went by.
 */
import type { SpokenRule } from '@slipway/contracts';
import { isThreshold } from '../quality/rule.ts';
import { findKeptRecipe, judgeKept } from '../what-if/judge-kept.ts';
import type { ColumnDocument } from '../what-if/read-columns.ts';

/** @returns nothing where no rule spoke, or the recipe has changed since */
export function explainFate({ recipe, rows }: ColumnDocument): SpokenRule | undefined {
  const kept = recipe === '' ? undefined : findKeptRecipe(recipe);
  const judgement = kept && judgeKept(kept, rows);
  if (judgement?.kind !== 'spoken-against') return undefined;
  const { rule, clause } = judgement.clause;
  return {
    recipe: kept?.name ?? '',
    rule,
    reason: clause.reason,
    name: isThreshold(clause) ? clause.name : '',
    kind: isThreshold(clause) ? clause.kind : null,
    bound: isThreshold(clause) ? clause.bound : null,
    value: Number.isFinite(judgement.value) ? judgement.value : null,
  };
}
