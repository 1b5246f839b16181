/**
 * The plan of a step: what will be done and what it takes, printed before anything runs.
 * Invariant: made by a pure function from spec and facts; every estimate states its basis.
 */
import { z } from 'zod';
import { facts } from './artifact.ts';
import { digest } from './ids.ts';
import { wording } from './wording.ts';

export const resources = z.object({
  threads: z.number().int().positive(),
  memoryBytes: z.number().int().nonnegative(),
  diskBytes: z.number().int().nonnegative(),
  numGpus: z.number().int().nonnegative(),
});
export type Resources = z.infer<typeof resources>;

/** One unit of work of a step: one attempt at a time carries it out. */
export const task = z.object({
  name: z.string(),
  /** Names of tasks of the same step that must be done before. */
  after: z.array(z.string()),
  resources,
  /** What the stage needs to know to do just this task. */
  slice: z.json(),
});
export type Task = z.infer<typeof task>;

export const estimate = z.object({
  durationMs: z.number().nonnegative(),
  /** Where the number comes from, for people: "60,000 tokens at 300 tokens/s, measured on this machine". */
  basis: wording,
});
export type Estimate = z.infer<typeof estimate>;

/** What is known, or foreseen, of an artifact before it is read. */
export const foreseen = z.object({ sizeBytes: z.number(), facts });
export type Foreseen = z.infer<typeof foreseen>;

export const stepPlan = z.object({
  tasks: z.array(task).min(1),
  estimate,
  /** Output name to what it will roughly be, for the plans of later steps. */
  outputs: z.record(z.string(), foreseen),
  /** What a person may want to know of it before it runs, each a sentence. */
  notes: z.array(wording),
});
export type StepPlan = z.infer<typeof stepPlan>;

/** What a machine has, as plans and stages see it. */
export const machine = z.object({
  threads: z.number().int().positive(),
  memoryBytes: z.number(),
  freeDiskBytes: z.number(),
  /** Vector features that decide the fastest number type: `avx2`, `avx512`, `avx512_bf16`, `amx`, `neon`. */
  cpuFeatures: z.array(z.string()),
  cpuModel: z.string(),
  gpus: z.array(z.object({ name: z.string(), memoryBytes: z.number() })),
});
export type Machine = z.infer<typeof machine>;

/** The plan of a whole run: what `--dry-run` prints. */
export const runPlan = z.object({
  recipe: z.string(),
  machine,
  steps: z.array(
    z.object({
      name: z.string(),
      stage: z.string(),
      stageVersion: z.string(),
      /** Key of the step, where all its inputs are already known. */
      key: digest.optional(),
      isMade: z.boolean(),
      after: z.array(z.string()),
      plan: stepPlan,
    }),
  ),
  total: z.object({ estimate, diskBytes: z.number(), peakMemoryBytes: z.number() }),
});
export type RunPlan = z.infer<typeof runPlan>;
