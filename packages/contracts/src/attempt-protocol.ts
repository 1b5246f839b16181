/**
 * What passes between a launcher and an attempt process: one JSON document in, JSON lines out.
 * Invariant: standard output carries only these messages; standard error is the log. The last message is
 * `attempt-succeeded` or `attempt-failed`; an attempt that ends without one has crashed.
 */
import { z } from 'zod';
import { artifactKind } from './artifact.ts';
import { attemptId, digest, runId } from './ids.ts';
import { machine, task } from './plan.ts';
import { stepName } from './recipe.ts';
import { progress } from './run.ts';
import { errorData } from './slipway-error.ts';

export const attemptRequest = z.object({
  protocol: z.literal(1),
  attemptId,
  runId,
  step: stepName,
  stage: z.string(),
  stageVersion: z.string(),
  key: digest,
  spec: z.json(),
  /** Facts found by the stage's survey when the step was made ready. */
  survey: z.json(),
  inputs: z.record(z.string(), z.array(digest)),
  task,
  /** Outputs of earlier tasks of the same step: task name, then output name. */
  taskOutputs: z.record(z.string(), z.record(z.string(), digest)),
  machine,
  /** Folder that survives attempts of this step: checkpoints, partial downloads. */
  scratchDirectory: z.string(),
  home: z.string(),
  /** Where the control API answers, for stages that change what is served. */
  control: z.object({ url: z.url(), tokenFile: z.string() }).optional(),
});
export type AttemptRequest = z.infer<typeof attemptRequest>;

export const attemptMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('attempt-started'), pid: z.number() }),
  z.object({ type: z.literal('attempt-alive') }),
  z.object({ type: z.literal('progress-made'), progress }),
  /** One point of a curve: `loss` at step 12. */
  z.object({ type: z.literal('metric-measured'), name: z.string(), step: z.number(), value: z.number() }),
  z.object({ type: z.literal('warning-raised'), message: z.string(), chinese: z.string().optional() }),
  z.object({ type: z.literal('artifact-made'), output: z.string(), kind: artifactKind, digest }),
  z.object({
    type: z.literal('attempt-succeeded'),
    outputs: z.record(z.string(), digest),
    /** False where the step's key promised more than was there: another run makes it anew. */
    isReusable: z.boolean().optional(),
  }),
  z.object({ type: z.literal('attempt-failed'), error: errorData }),
]);
export type AttemptMessage = z.infer<typeof attemptMessage>;
