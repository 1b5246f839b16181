/**
 * The plan of a whole run, before anything runs: what is made already, what the rest takes.
 * Invariant: changes nothing. A step whose inputs are not made yet is planned from what the plans before it foresee.
 */
import type { Digest, Foreseen, Json, Machine, RunPlan } from '@slipway/contracts';
import { stepPlan } from '@slipway/contracts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { ObjectStorage } from '../ports/object-storage.ts';
import { readForeseen } from './read-foreseen.ts';
import { type ResolvedRecipe, type ResolvedStep, splitReference } from './resolved-recipe.ts';
import { findStage, type StageCatalogue } from './stage-catalogue.ts';
import { computeStepKey } from './step-key.ts';

export interface PlanRunOptions {
  resolved: ResolvedRecipe;
  stages: StageCatalogue;
  store: ArtifactStore;
  machine: Machine;
  workingDirectory: string;
  objects: ObjectStorage;
  signal: AbortSignal;
  findStepResult(key: Digest): Promise<Record<string, Digest> | undefined>;
}

type PlannedStep = RunPlan['steps'][number];

interface Planned {
  step: PlannedStep;
  /** What it has made, where it is made. */
  outputs?: Record<string, Digest>;
}

/** @throws SlipwayError whatever surveys and plans of the stages refuse */
export async function planRun(options: PlanRunOptions): Promise<RunPlan> {
  const planned = new Map<string, Planned>();
  for (const step of options.resolved.steps) {
    planned.set(step.name, await planStep(options, step, planned));
  }
  const steps = [...planned.values()].map(({ step }) => step);
  return { recipe: options.resolved.recipe.name, machine: options.machine, steps, total: addUp(steps) };
}

async function planStep(
  options: PlanRunOptions,
  step: ResolvedStep,
  planned: ReadonlyMap<string, Planned>,
): Promise<Planned> {
  const stage = findStage(options.stages, step.stage, step.name);
  const { signal, workingDirectory, objects, store, machine } = options;
  const { spec, name, stageVersion, after } = step;
  const survey: Json =
    stage.survey === undefined ? null : await stage.survey(spec, { signal, workingDirectory, objects });
  const inputs = findInputs(step, planned);
  const key =
    inputs === undefined
      ? undefined
      : computeStepKey({ stage: stage.name, stageVersion, spec, survey, inputs });
  const outputs = key === undefined ? undefined : await findMade(options, key);
  const foreseen =
    inputs === undefined ? await foreseeInputs(store, step, planned) : await readForeseen(store, inputs);
  const plan = stepPlan.parse(stage.plan({ spec, survey, inputs: foreseen, machine }));
  return {
    step: {
      name,
      stage: stage.name,
      stageVersion,
      isMade: outputs !== undefined,
      after,
      plan,
      ...(key === undefined ? {} : { key }),
    },
    ...(outputs === undefined ? {} : { outputs }),
  };
}

/** Digests by role; undefined where a step before is not made yet. */
function findInputs(
  step: ResolvedStep,
  planned: ReadonlyMap<string, Planned>,
): Record<string, Digest[]> | undefined {
  const inputs: Record<string, Digest[]> = {};
  for (const [role, references] of Object.entries(step.inputs)) {
    const digests = references.map((reference) => {
      const made = splitReference(reference);
      return made === undefined ? (reference as Digest) : planned.get(made.step)?.outputs?.[made.output];
    });
    const known = digests.filter((digest) => digest !== undefined);
    if (known.length < digests.length) return undefined;
    inputs[role] = known;
  }
  return inputs;
}

async function foreseeInputs(
  store: ArtifactStore,
  step: ResolvedStep,
  planned: ReadonlyMap<string, Planned>,
): Promise<Record<string, Foreseen[]>> {
  const foreseen: Record<string, Foreseen[]> = {};
  for (const [role, references] of Object.entries(step.inputs)) {
    const list: Foreseen[] = [];
    for (const reference of references) {
      const made = splitReference(reference);
      const before = made === undefined ? undefined : planned.get(made.step);
      const digest = made === undefined ? (reference as Digest) : before?.outputs?.[made.output];
      if (digest === undefined) {
        list.push(before?.step.plan.outputs[made?.output ?? ''] ?? { sizeBytes: 0, facts: {} });
      } else {
        list.push(...((await readForeseen(store, { [role]: [digest] }))[role] ?? []));
      }
    }
    foreseen[role] = list;
  }
  return foreseen;
}

async function findMade(options: PlanRunOptions, key: Digest): Promise<Record<string, Digest> | undefined> {
  const outputs = await options.findStepResult(key);
  if (outputs === undefined) return undefined;
  const isThere = await Promise.all(Object.values(outputs).map((artifact) => options.store.has(artifact)));
  return isThere.every(Boolean) ? outputs : undefined;
}

function addUp(steps: readonly PlannedStep[]): RunPlan['total'] {
  const open = steps.filter((step) => !step.isMade);
  const tasks = open.flatMap((step) => step.plan.tasks);
  const durationMs = open.reduce((sum, step) => sum + step.plan.estimate.durationMs, 0);
  const [numOpen, numMade] = [open.length, steps.length - open.length];
  const basis =
    numOpen === 0
      ? { en: 'everything is made already', zh: '全部已经做好' }
      : {
          en: `sum of ${numOpen} steps, one after the other; ${numMade} are made already`,
          zh: `${numOpen} 步依次进行之和；另有 ${numMade} 步已经做好`,
        };
  return {
    estimate: { durationMs, basis },
    diskBytes: tasks.reduce((sum, task) => sum + task.resources.diskBytes, 0),
    peakMemoryBytes: Math.max(0, ...tasks.map((task) => task.resources.memoryBytes)),
  };
}
