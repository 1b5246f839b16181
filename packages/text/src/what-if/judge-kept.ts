/**
 * What the clauses of a recipe say of the rows that were kept of a document.
 * Invariant: clauses are asked in the recipe's order, and the first that speaks is told.
 */
import type { Row } from '../quality/measure.ts';
import { fineweb2Recipes } from '../quality/recipes/fineweb2-recipes.ts';
import { qualityRecipes } from '../quality/recipes/named-recipes.ts';
import { listClauses, type PlacedClause, type QualityRecipe } from '../quality/recipes/recipe.ts';
import { findSpeaking } from '../quality/rule.ts';
import { nameRecipe } from './column-layout.ts';

export type Judgement =
  /** `at`: place of the clause in the recipe. */
  | { kind: 'spoken-against'; clause: PlacedClause; value: number; at: number }
  | { kind: 'passed' }
  /** No clause that has a row speaks, and some have none. */
  | { kind: 'not-measured' };

export function judgeKept(recipe: QualityRecipe, rows: readonly Row[]): Judgement {
  return judgeClauses(listClauses(recipe), rows);
}

/** The same with the clauses listed once for many documents. */
export function judgeClauses(clauses: readonly PlacedClause[], rows: readonly Row[]): Judgement {
  for (const [at, placed] of clauses.entries()) {
    const row = rows[placed.place];
    if (!row) return { kind: 'not-measured' };
    if (findSpeaking([placed.clause], row))
      return { kind: 'spoken-against', clause: placed, value: placed.clause.measure.of(row), at };
  }
  return { kind: 'passed' };
}

/** The recipe that rows were kept for. @returns nothing where it has changed since */
export function findKeptRecipe(name: string): QualityRecipe | undefined {
  const recipes: QualityRecipe[] = [...Object.values(qualityRecipes), ...fineweb2Recipes.values()];
  return recipes.find((one) => nameRecipe(one) === name);
}
