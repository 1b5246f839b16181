/**
 * Starts a run: a recipe is checked whole, then stored with all its steps in one transaction.
 * Invariant: nothing is stored of a recipe that has anything wrong with it, or that names a place where nothing is.
 */
import { type ArtifactKind, type Digest, isSlipwayError, newId, type RunId } from '@slipway/contracts';
import type { EngineContext } from './engine-context.ts';
import { listRecipeDigests, parseRecipe, resolveRecipe } from './recipe-check.ts';
import type { ResolvedRecipe } from './resolved-recipe.ts';
import { runs, steps } from './run-tables.ts';
import { findStage } from './stage-catalogue.ts';

export interface RunStart {
  /** As it was sent. */
  recipe: unknown;
  /** Where relative paths in specs begin. */
  workingDirectory: string;
}

/** Checks a recipe against the stages and the store. @throws SlipwayError as `resolveRecipe` */
export async function checkRecipe(
  context: Pick<EngineContext, 'stages' | 'store'>,
  value: unknown,
): Promise<ResolvedRecipe> {
  const kinds = new Map<Digest, ArtifactKind>();
  for (const digest of listRecipeDigests(parseRecipe(value))) {
    const kind = await readKind(context, digest);
    if (kind !== undefined) kinds.set(digest, kind);
  }
  return resolveRecipe(value, { stages: context.stages, kinds });
}

/** @throws SlipwayError as `checkRecipe`, and what the stages' preflights refuse */
export async function startRun(context: EngineContext, start: RunStart): Promise<RunId> {
  const { recipe, steps: resolved } = await checkRecipe(context, start.recipe);
  const { signal, objects } = context;
  for (const { name, stage, spec } of resolved)
    await findStage(context.stages, stage, name).preflight?.(spec, {
      workingDirectory: start.workingDirectory,
      objects,
      signal,
    });
  const machine = await context.machine();
  const createdAt = context.now();
  const id = newId('run', createdAt.getTime());
  await context.events.transact(async (tx, emit) => {
    await tx.insert(runs).values({
      id,
      recipe: recipe.name,
      title: recipe.title ?? null,
      state: 'running',
      definition: recipe,
      machine,
      workingDirectory: start.workingDirectory,
      createdAt,
    });
    const rows = resolved.map(({ inputs, ...step }, position) => ({
      ...step,
      runId: id,
      position,
      references: inputs,
      state: 'waiting' as const,
      inputs: {},
      outputs: {},
      numSurveyFailures: 0,
    }));
    await tx.insert(steps).values(rows);
    emit({ runId: id, body: { type: 'run-created', recipe: recipe.name } });
  });
  context.log.info('run-started', { runId: id, recipe: recipe.name });
  return id;
}

async function readKind(
  { store }: Pick<EngineContext, 'store'>,
  digest: Digest,
): Promise<ArtifactKind | undefined> {
  try {
    return (await store.readManifest(digest)).kind;
  } catch (error) {
    if (isSlipwayError(error) && error.code === 'artifact-missing') return undefined;
    throw error;
  }
}
