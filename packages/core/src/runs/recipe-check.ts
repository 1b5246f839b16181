/**
 * From whatever was sent as a recipe to a resolved one, or the first thing wrong with it.
 * Invariant: a resolved recipe names known stages, complete specs, inputs that exist and are of the right kind, and no ring.
 * Refuses to look outside: kinds of artifacts named by digest are given.
 */
import {
  type ArtifactKind,
  type Digest,
  type InputReference,
  type Json,
  type Recipe,
  type RecipeStep,
  recipe as recipeSchema,
  SlipwayError,
} from '@slipway/contracts';
import type { Stage } from '../ports/stage.ts';
import { checkInputs } from './input-check.ts';
import { type ResolvedRecipe, type ResolvedStep, splitReference } from './resolved-recipe.ts';
import { describeSpecIssue } from './spec-issue.ts';
import { findStage, type StageCatalogue } from './stage-catalogue.ts';
import { orderSteps } from './step-order.ts';

export interface RecipeFacts {
  stages: StageCatalogue;
  /** Kinds of the artifacts that the recipe names by digest. */
  kinds: ReadonlyMap<Digest, ArtifactKind>;
}

/**
 * Checks the form of a recipe only.
 * @throws SlipwayError `recipe-invalid`
 */
export function parseRecipe(value: unknown): Recipe {
  const parsed = recipeSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const { message, hint } =
      issue === undefined
        ? { message: 'unreadable', hint: '' }
        : describeSpecIssue(issue, recipeSchema, value);
    throw new SlipwayError({ code: 'recipe-invalid', message: `the recipe is not valid: ${message}`, hint });
  }
  if (Object.keys(parsed.data.steps).length > 0) return parsed.data;
  const hint = 'Give it at least one step under "steps".';
  throw new SlipwayError({ code: 'recipe-invalid', message: 'the recipe has no steps', hint });
}

/** Digests that a recipe names directly, without repetition. */
export function listRecipeDigests(recipe: Recipe): Digest[] {
  const references = Object.values(recipe.steps).flatMap((step) => Object.values(step.inputs).flat());
  return [...new Set(references.filter((one) => splitReference(one) === undefined))] as Digest[];
}

/**
 * Checks a recipe whole and fills in what the stages' specs leave to their defaults.
 * @throws SlipwayError `recipe-invalid`, `recipe-cycle`, `stage-unknown`, `spec-invalid`, `artifact-missing`
 */
export function resolveRecipe(value: unknown, facts: RecipeFacts): ResolvedRecipe {
  const recipe = parseRecipe(value);
  const stageOf = new Map<string, Stage>();
  for (const [name, step] of Object.entries(recipe.steps)) {
    stageOf.set(name, findStage(facts.stages, step.stage, name));
  }
  const steps = new Map<string, ResolvedStep>();
  for (const [name, step] of Object.entries(recipe.steps)) {
    const stage = stageOf.get(name) as Stage;
    const inputs = listInputs(step);
    checkInputs({ name, stage, inputs, stageOf, kinds: facts.kinds });
    steps.set(name, {
      name,
      stage: stage.name,
      stageVersion: stage.version,
      spec: resolveSpec(name, stage, step.spec),
      inputs,
      after: listPredecessors(inputs),
    });
  }
  const order = orderSteps(new Map([...steps].map(([name, step]) => [name, step.after])));
  return { recipe, steps: order.map((name) => steps.get(name) as ResolvedStep) };
}

function listInputs(step: RecipeStep): Record<string, InputReference[]> {
  const lists = Object.entries(step.inputs).map(([role, value]) => [role, [value].flat()] as const);
  return Object.fromEntries(lists.filter(([, references]) => references.length > 0));
}

function listPredecessors(inputs: Record<string, InputReference[]>): string[] {
  const names = Object.values(inputs)
    .flat()
    .map((reference) => splitReference(reference)?.step);
  return [...new Set(names.filter((name) => name !== undefined))];
}

function resolveSpec(name: string, stage: Stage, value: unknown): Json {
  const parsed = stage.spec.safeParse(value);
  // Through JSON, so that what is hashed, stored and sent to the attempt is one and the same value.
  if (parsed.success) return JSON.parse(JSON.stringify(parsed.data)) as Json;
  const issue = parsed.error.issues[0];
  const { message, hint } =
    issue === undefined ? { message: 'unreadable', hint: '' } : describeSpecIssue(issue, stage.spec, value);
  throw new SlipwayError({
    code: 'spec-invalid',
    message: `step "${name}" (${stage.name}): ${message}`,
    hint,
  });
}
