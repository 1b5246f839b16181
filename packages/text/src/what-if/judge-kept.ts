/**
 * What the clauses of a recipe, and then the rules of lists and models, say of the numbers that were kept of a document.
 * Invariant: clauses are asked in their order, and the first that speaks is told.
 */
import type { Row } from '../quality/measure.ts';
import { fineweb2Recipes } from '../quality/recipes/fineweb2-recipes.ts';
import { qualityRecipes } from '../quality/recipes/named-recipes.ts';
import { listClauses, type PlacedClause, type QualityRecipe } from '../quality/recipes/recipe.ts';
import { findSpeaking, isAsked } from '../quality/rule.ts';
import { nameRecipe } from './column-layout.ts';

/** A recipe with its clauses listed once for many documents. */
export interface AskedRecipe {
  name: string;
  clauses: readonly PlacedClause[];
}

export const listAsked = (recipe: QualityRecipe): AskedRecipe => ({
  name: recipe.name,
  clauses: listClauses(recipe),
});

export type Judgement =
  /** `at`: place of the clause in the recipe. */
  | { kind: 'spoken-against'; recipe: string; clause: PlacedClause; value: number; at: number }
  | { kind: 'passed' }
  /** No clause that was measured for speaks, and for some nothing was measured. */
  | { kind: 'not-measured' };

/** What the rules of a recipe say. */
export function judgeRecipe({ name, clauses }: AskedRecipe, rows: readonly Row[]): Judgement {
  for (const [at, placed] of clauses.entries()) {
    const row = rows[placed.place];
    if (!row) return { kind: 'not-measured' };
    if (findSpeaking([placed.clause], row)) return speak(name, { placed, row, at });
  }
  return { kind: 'passed' };
}

/** What the rules of lists and models say. A score that is missing was never measured. */
export function judgeScores({ name, clauses }: AskedRecipe, scores: Row): Judgement {
  for (const [at, placed] of clauses.entries()) {
    if (!isAsked(placed.clause)) continue;
    if (Number.isNaN(placed.clause.measure.of(scores))) return { kind: 'not-measured' };
    if (findSpeaking([placed.clause], scores)) return speak(name, { placed, row: scores, at });
  }
  return { kind: 'passed' };
}

function speak(
  recipe: string,
  { placed, row, at }: { placed: PlacedClause; row: Row; at: number },
): Judgement {
  return { kind: 'spoken-against', recipe, clause: placed, value: placed.clause.measure.of(row), at };
}

/** The recipe that rows were kept for. @returns nothing where it has changed since */
export function findKeptRecipe(name: string): QualityRecipe | undefined {
  const recipes: QualityRecipe[] = [...Object.values(qualityRecipes), ...fineweb2Recipes.values()];
  return recipes.find((one) => nameRecipe(one) === name);
}
