/**
 * The event log: everything that happened to a run, append-only and replayable.
 * Invariant: a closed union tagged by `type`, named noun-verb; ids grow by one order; payloads hold no secret.
 */
import { z } from 'zod';
import { artifactKind } from './artifact.ts';
import { deploymentState } from './deployment.ts';
import { attemptId, deploymentId, digest, runId } from './ids.ts';
import { stepName } from './recipe.ts';
import { attemptState, progress, runState, stepState } from './run.ts';
import { errorData } from './slipway-error.ts';

const inStep = { step: stepName };
const inAttempt = { step: stepName, attemptId };

export const eventBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run-created'), recipe: z.string() }),
  z.object({ type: z.literal('run-changed'), state: runState, error: errorData.optional() }),
  z.object({
    type: z.literal('step-changed'),
    ...inStep,
    state: stepState,
    outputs: z.record(z.string(), digest).optional(),
    error: errorData.optional(),
  }),
  z.object({
    type: z.literal('attempt-changed'),
    ...inAttempt,
    state: attemptState,
    error: errorData.optional(),
  }),
  z.object({ type: z.literal('progress-made'), ...inAttempt, progress }),
  z.object({
    type: z.literal('metric-measured'),
    ...inAttempt,
    name: z.string(),
    at: z.number(),
    value: z.number(),
  }),
  z.object({
    type: z.literal('warning-raised'),
    ...inAttempt,
    message: z.string(),
    /** The same in Chinese; absent where another program said it, and in logs of before. */
    chinese: z.string().optional(),
  }),
  z.object({
    type: z.literal('artifact-made'),
    ...inAttempt,
    output: z.string(),
    kind: artifactKind,
    digest,
  }),
  z.object({
    type: z.literal('deployment-changed'),
    deploymentId,
    state: deploymentState,
    error: errorData.optional(),
  }),
]);
export type EventBody = z.infer<typeof eventBody>;

export const event = z.object({
  /** Grows with time; `Last-Event-ID` resumes behind it. */
  id: z.number().int().positive(),
  at: z.iso.datetime(),
  runId: runId.optional(),
  body: eventBody,
});
export type Event = z.infer<typeof event>;
