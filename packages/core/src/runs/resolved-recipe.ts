/**
 * A recipe that has been checked: every spec complete, every input a list, steps in an order in which they can be made.
 * Invariant: a step stands behind all steps whose outputs it takes.
 */
import type { InputReference, Json, Recipe } from '@slipway/contracts';

export interface ResolvedStep {
  name: string;
  stage: string;
  stageVersion: string;
  /** With the stage's defaults filled in. */
  spec: Json;
  /** By role, in the recipe's order; roles without artifacts are absent. */
  inputs: Record<string, InputReference[]>;
  /** Names of the steps whose outputs it takes, in the order of the roles. */
  after: string[];
}

export interface ResolvedRecipe {
  recipe: Recipe;
  steps: ResolvedStep[];
}

/** `step.output` taken apart; undefined for a digest. */
export function splitReference(reference: InputReference): { step: string; output: string } | undefined {
  const dot = reference.indexOf('.');
  if (dot < 0) return undefined;
  return { step: reference.slice(0, dot), output: reference.slice(dot + 1) };
}
