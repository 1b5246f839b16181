/**
 * The plan of a run of the factory over many machines: the input cut into tasks, phase by phase. Plain data in one file.
 *
 *   scan 1..N -> spread 1..N -> match 1..R -> gather 1..N -> join -> repeats -> tokens 1..N -> shards 1..N -> tally 1..N -> card
 *
 *   repeats: mark-lines 1..N -> match-lines 1..R -> cut-lines 1..N -> mark-stretches 1..N -> match-stretches 1..R -> cut-stretches 1..N
 *
 * scan     units of the input to parts
 * spread   digests and bands of the kept documents, by range of their hash
 * match    one range: documents of the same digest, clusters of those alike
 * gather   what all ranges found in a task's parts, each pair once
 * join     the clusters of all ranges together, and what is dropped of each part
 * mark     lines, or samples of stretches, of the kept documents, by range of their hash
 * match-   one range: those that stood before
 * cut      what is found in a task's parts is cut out of them
 * tokens   kept documents to ids, a file a part
 * shards   ids to token shards, each task some of them
 * tally    the card of a task's parts
 * card     the card of all, and the manifest
 *
 * Invariant: a task is a function of the plan and its number. It reads and writes one shared folder, takes nothing from other tasks of its
 * phase, and all tasks together make what `runPipeline` makes of the same input, to the byte.
 * Refuses: to start anything; Slurm, Kubernetes or a loop of a shell do that.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, SlipwayError } from '@slipway/contracts';
import { writeDurably } from '../durable/durable-file.ts';
import { digestBytes } from '../hash/digest-bytes.ts';
import { digestInput } from '../pipeline/digest-input.ts';
import type { PipelineAids } from '../pipeline/pipeline-aids.ts';
import { checkRecipe, type PipelineRecipe } from '../pipeline/pipeline-recipe.ts';
import { defaultUnitBytes, type InputFile, planUnits, type Unit } from '../pipeline/plan-units.ts';
import type { SortedPass } from '../pipeline/repeat-pass.ts';
import type { PipelineTokenizer } from '../pipeline/run-pipeline.ts';
import { defaultShardTokens } from '../shards/write-token-shards.ts';

export const taskPhases = [
  ...(['scan', 'spread', 'match', 'gather', 'join'] as const),
  ...(['mark-lines', 'match-lines', 'cut-lines'] as const),
  ...(['mark-stretches', 'match-stretches', 'cut-stretches'] as const),
  ...(['tokens', 'shards', 'tally', 'card'] as const),
] as const;
export type TaskPhase = (typeof taskPhases)[number];

/** The phases of a pass that cuts repeats out. */
export const passPhases = {
  'repeated-lines': { mark: 'mark-lines', match: 'match-lines', cut: 'cut-lines' },
  'repeated-stretches': { mark: 'mark-stretches', match: 'match-stretches', cut: 'cut-stretches' },
} as const satisfies Record<SortedPass, Record<'mark' | 'match' | 'cut', TaskPhase>>;

export interface TaskPlan {
  format: typeof planFormat;
  /** Of all that the result depends on. */
  digest: string;
  /** Of all that the parts depend on. */
  key: string;
  files: readonly InputFile[];
  recipe: PipelineRecipe;
  aids: PipelineAids;
  tokenizer?: PipelineTokenizer;
  shardTokens: number;
  unitBytes: number;
  /** Tasks of the phases that are cut by bytes. */
  numTasks: number;
  /** Ranges of hashes in which duplicates are looked for. */
  numRanges: number;
}

export interface PlanTasksOptions {
  files: readonly InputFile[];
  recipe: PipelineRecipe;
  aids?: PipelineAids;
  tokenizer?: PipelineTokenizer;
  shardTokens?: number;
  unitBytes?: number;
  /** At most so many; there are never more than units. */
  numTasks: number;
  numRanges?: number;
}

export interface PlannedPhase {
  phase: TaskPhase;
  numTasks: number;
}

const planFormat = 'slipway-data-plan/2';
const planName = 'plan.json';
/** More make files that are too small, and more open files than a process may have. */
const mostRanges = 256;
const usualRanges = 64;
const mostUnits = 100_000;

/** @throws SlipwayError `argument-invalid` for a recipe or numbers out of range, `documents-empty` where there is nothing to cut */
export function planTasks(options: PlanTasksOptions): TaskPlan {
  const { files, recipe, aids = {}, tokenizer, unitBytes = chooseUnitBytes(files) } = options;
  checkRecipe(recipe);
  refuseSeen(recipe);
  const numUnits = planUnits(files, unitBytes).length;
  if (numUnits === 0)
    throw new SlipwayError({
      code: 'documents-empty',
      message: 'there is no file to make tasks of',
      hint: 'Give a folder with documents.',
    });
  const numTasks = Math.min(checkCount('tasks', options.numTasks), numUnits);
  const numRanges = checkCount('ranges', options.numRanges ?? chooseRanges(numTasks), mostRanges);
  const shardTokens = options.shardTokens ?? defaultShardTokens;
  const key = digestInput({ files, recipe, aids }, unitBytes);
  const ids = tokenizer && { ...tokenizer, path: '' };
  const digest = digestBytes(
    canonicalJson({ key, ids: ids ?? null, shardTokens, unitBytes, numTasks, numRanges }),
  );
  return {
    format: planFormat,
    digest,
    key,
    files,
    recipe,
    aids,
    ...(tokenizer ? { tokenizer } : {}),
    shardTokens,
    unitBytes,
    numTasks,
    numRanges,
  };
}

/** Each range reads all signatures once, so more than machines need are a waste. */
export function chooseRanges(numTasks: number): number {
  return Math.min(numTasks, usualRanges);
}

/** Larger for much input, so that journals and names stay few. */
function chooseUnitBytes(files: readonly InputFile[]): number {
  const total = files.reduce((sum, { numBytes }) => sum + numBytes, 0);
  return Math.max(defaultUnitBytes, Math.ceil(total / mostUnits));
}

function checkCount(what: string, count: number, most = Number.MAX_SAFE_INTEGER): number {
  if (Number.isSafeInteger(count) && count >= 1 && count <= most) return count;
  throw new SlipwayError({
    code: 'argument-invalid',
    message: `the number of ${what} is ${count}`,
    hint: most === Number.MAX_SAFE_INTEGER ? 'Give a whole number from 1 on.' : `Give 1 to ${most}.`,
  });
}

/** What tells which phases a plan has, and of how many tasks. */
export type PhaseShape = Pick<TaskPlan, 'recipe' | 'tokenizer' | 'numTasks' | 'numRanges'>;

/** The phases that a plan has, in their order: each begins when all tasks of the one before it are done. */
export function listPhases({ recipe, tokenizer, numTasks, numRanges }: PhaseShape): PlannedPhase[] {
  const { exact, nearThreshold } = recipe.duplicates;
  const hasDuplicates = exact || nearThreshold > 0;
  const { lines, stretches } = recipe.repeats ?? {};
  const counts: Record<TaskPhase, number> = {
    scan: numTasks,
    spread: hasDuplicates ? numTasks : 0,
    match: hasDuplicates ? numRanges : 0,
    gather: hasDuplicates ? numTasks : 0,
    join: hasDuplicates ? 1 : 0,
    'mark-lines': lines ? numTasks : 0,
    'match-lines': lines ? numRanges : 0,
    'cut-lines': lines ? numTasks : 0,
    'mark-stretches': stretches ? numTasks : 0,
    'match-stretches': stretches ? numRanges : 0,
    'cut-stretches': stretches ? numTasks : 0,
    tokens: tokenizer ? numTasks : 0,
    shards: tokenizer ? numTasks : 0,
    tally: numTasks,
    card: 1,
  };
  return taskPhases
    .map((phase) => ({ phase, numTasks: counts[phase] }))
    .filter((planned) => planned.numTasks > 0);
}

/** The units of a task that is cut by bytes: neighbours, of about as many bytes as every other task's. */
export function listTaskUnits({ files, unitBytes, numTasks }: TaskPlan, task: number): Unit[] {
  const units = planUnits(files, unitBytes);
  const total = units.reduce((sum, { numBytes }) => sum + numBytes, 0);
  let before = 0;
  let place = 0;
  const tasks: Unit[][] = Array.from({ length: numTasks }, () => []);
  for (const [at, unit] of units.entries()) {
    const isFull = before >= (total * (place + 1)) / numTasks;
    const isNeeded = units.length - at <= numTasks - place - 1;
    const hasUnits = (tasks[place]?.length ?? 0) > 0;
    if (hasUnits && place + 1 < numTasks && (isFull || isNeeded)) place += 1;
    tasks[place]?.push(unit);
    before += unit.numBytes;
  }
  return tasks[task] ?? [];
}

/**
 * Writes a plan into its folder, where it may stand already.
 * @returns the path of the plan
 * @throws SlipwayError `argument-invalid` where the folder has another plan
 */
export async function writeTaskPlan(folder: string, plan: TaskPlan): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, planName);
  const found = await readFile(path, 'utf8').catch(() => undefined);
  if (found !== undefined && parsePlan(found)?.digest !== plan.digest)
    throw new SlipwayError({
      code: 'argument-invalid',
      message: `${folder} holds another plan`,
      hint: 'Give another folder, or remove this one if nothing of it is needed.',
    });
  await writeDurably(path, new TextEncoder().encode(`${JSON.stringify(plan, undefined, 1)}\n`));
  return path;
}

/** @throws SlipwayError `argument-invalid` where there is no plan at the path */
export async function readTaskPlan(path: string): Promise<TaskPlan> {
  const plan = parsePlan(await readFile(path, 'utf8').catch(() => ''));
  if (plan) return plan;
  throw new SlipwayError({
    code: 'argument-invalid',
    message: `${path} is no plan of tasks`,
    hint: 'Give the plan.json that `slipway data plan --out FOLDER` wrote.',
  });
}

function parsePlan(text: string): TaskPlan | undefined {
  try {
    const plan = JSON.parse(text) as Partial<TaskPlan>;
    return plan.format === planFormat ? (plan as TaskPlan) : undefined;
  } catch {
    return undefined;
  }
}

/** A filter decides as it goes, so that all texts have to pass it one after the other. */
function refuseSeen({ repeats }: PipelineRecipe): void {
  if (repeats?.seen === undefined) return;
  throw new SlipwayError({
    code: 'argument-invalid',
    message: 'what a filter has seen is not cut out by tasks on many machines',
    hint: 'Ask for repeated lines instead of seen ones, or run the recipe on one machine.',
  });
}
