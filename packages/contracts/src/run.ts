/**
 * Runs, steps and attempts as the database keeps them and the API shows them.
 *
 *   run:      running -> succeeded | failed | cancelled
 *   step:     waiting -> running -> succeeded | failed | cancelled;   waiting -> reused;   waiting -> skipped (a step before it failed)
 *   attempt:  starting -> running -> succeeded | failed | cancelled | lost
 */
import { z } from 'zod';
import { attemptId, digest, runId } from './ids.ts';
import { machine, stepPlan } from './plan.ts';
import { recipe, stepName } from './recipe.ts';
import { errorData } from './slipway-error.ts';
import { wording } from './wording.ts';

export const runState = z.enum(['running', 'succeeded', 'failed', 'cancelled']);
export type RunState = z.infer<typeof runState>;
export const stepState = z.enum([
  'waiting',
  'running',
  'succeeded',
  'reused',
  'failed',
  'cancelled',
  'skipped',
]);
export type StepState = z.infer<typeof stepState>;
export const attemptState = z.enum(['starting', 'running', 'succeeded', 'failed', 'cancelled', 'lost']);
export type AttemptState = z.infer<typeof attemptState>;

/** Where a long piece of work stands. `remainingMs` is absent until a rate is known. */
export const progress = z.object({
  done: z.number().nonnegative(),
  total: z.number().nonnegative(),
  unit: z.string(),
  ratePerSecond: z.number().nonnegative().optional(),
  remainingMs: z.number().nonnegative().optional(),
  /** What is going on now, in a few words. */
  activity: z.string().optional(),
});
export type Progress = z.infer<typeof progress>;

export const attempt = z.object({
  id: attemptId,
  runId,
  step: stepName,
  task: z.string(),
  number: z.number().int().positive(),
  state: attemptState,
  launcher: z.string(),
  startedAt: z.iso.datetime(),
  heartbeatAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  error: errorData.optional(),
});
export type Attempt = z.infer<typeof attempt>;

export const stepStatus = z.object({
  name: stepName,
  stage: z.string(),
  stageVersion: z.string(),
  state: stepState,
  key: digest.optional(),
  after: z.array(stepName),
  inputs: z.record(z.string(), z.array(digest)),
  outputs: z.record(z.string(), digest),
  progress: progress.optional(),
  startedAt: z.iso.datetime().optional(),
  endedAt: z.iso.datetime().optional(),
  /** Time spent in attempts of this run; 0 where reused. */
  durationMs: z.number().optional(),
  plan: stepPlan.optional(),
  /** Why it is held back while it could be made: memory, another run that makes the same, an attempt that ends. */
  waitingFor: wording.optional(),
  error: errorData.optional(),
});
export type StepStatus = z.infer<typeof stepStatus>;

export const runSummary = z.object({
  id: runId,
  recipe: z.string(),
  title: z.string().optional(),
  state: runState,
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  numSteps: z.number(),
  numStepsDone: z.number(),
  error: errorData.optional(),
});
export type RunSummary = z.infer<typeof runSummary>;

export const run = runSummary.extend({
  definition: recipe,
  machine,
  steps: z.array(stepStatus),
  attempts: z.array(attempt),
});
export type Run = z.infer<typeof run>;
