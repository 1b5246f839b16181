/**
 * The end of an attempt and what follows: the next attempt, the end of its step, or nothing where the step has ended before.
 * Invariant: within one change; an attempt ends once; what a succeeded task made is registered in the same transaction.
 */
import { type ArtifactManifest, type Digest, type ErrorData, toErrorData } from '@slipway/contracts';
import { and, eq, inArray } from 'drizzle-orm';
import type { EngineContext, RunChange } from './engine-context.ts';
import { insertAttempt } from './insert-attempt.ts';
import { isActive } from './open-work.ts';
import { backoffOf } from './run-policy.ts';
import { type AttemptRow, attempts, type StepRow, steps } from './run-tables.ts';
import { cancelStep, failStep, succeedStep } from './settle-step.ts';

export type AttemptEnd =
  | {
      state: 'succeeded';
      outputs: Record<string, Digest>;
      manifests: Map<Digest, ArtifactManifest>;
      isReusable: boolean;
    }
  | { state: 'failed' | 'lost' | 'cancelled'; error: ErrorData; isCounted: boolean };

/** Ends an attempt whose row is locked by the change's run. */
export async function endAttempt(
  context: EngineContext,
  change: RunChange,
  { attempt, end }: { attempt: AttemptRow; end: AttemptEnd },
): Promise<void> {
  const { tx, run, now, emit } = change;
  const outcome =
    end.state === 'succeeded'
      ? { state: end.state, outputs: end.outputs, isReusable: end.isReusable }
      : { state: end.state, error: end.error, isCounted: end.isCounted };
  await tx
    .update(attempts)
    .set({ ...outcome, endedAt: now })
    .where(eq(attempts.id, attempt.id));
  const error = end.state === 'succeeded' ? {} : { error: end.error };
  emit({ type: 'attempt-changed', step: attempt.step, attemptId: attempt.id, state: end.state, ...error });
  const rows = await tx
    .select()
    .from(steps)
    .where(and(eq(steps.runId, run.id), eq(steps.name, attempt.step)));
  const step = rows[0];
  if (step?.state !== 'running') return;
  const siblings = await tx
    .select()
    .from(attempts)
    .where(and(eq(attempts.runId, run.id), eq(attempts.step, attempt.step)));
  if (end.state === 'succeeded') {
    for (const [artifact, manifest] of end.manifests) {
      await context.lineage.registerArtifact(tx, artifact, manifest);
    }
    if (await finishStep(context, change, { step, siblings })) return;
  }
  if (run.cancelRequestedAt !== null) {
    if (!siblings.some(isActive)) await cancelStep(change, step);
  } else if (end.state !== 'succeeded') {
    await retryOrFail(context, change, { step, attempt, siblings, error: end.error });
  }
}

/** Ends the step well if this was its last task. What is not reusable counts in this run alone. */
async function finishStep(
  context: EngineContext,
  change: RunChange,
  { step, siblings }: { step: StepRow; siblings: AttemptRow[] },
): Promise<boolean> {
  const tasks = step.plan?.tasks ?? [];
  const made = tasks.map((task) =>
    siblings.find((one) => one.task === task.name && one.state === 'succeeded'),
  );
  if (made.some((one) => one === undefined)) return false;
  const all = Object.assign({}, ...made.map((one) => one?.outputs)) as Record<string, Digest>;
  const declared = Object.keys(context.stages.get(step.stage)?.outputs ?? {});
  const missing = declared.filter((output) => all[output] === undefined);
  if (missing.length > 0) {
    const message = `stage ${step.stage} ended well without its output ${missing.join(', ')}`;
    await failStep(change, step, toErrorData(new Error(message)));
    return true;
  }
  const outputs = Object.fromEntries(declared.map((output) => [output, all[output] as Digest]));
  const { key, stage, stageVersion } = step;
  const isReusable = made.every((one) => one?.isReusable);
  if (key !== null && isReusable)
    await context.lineage.recordStepResult(change.tx, { key, stage, stageVersion, outputs });
  await succeedStep(change, step, outputs);
  return true;
}

interface BadEnd {
  step: StepRow;
  attempt: AttemptRow;
  siblings: AttemptRow[];
  error: ErrorData;
}

async function retryOrFail(context: EngineContext, change: RunChange, bad: BadEnd): Promise<void> {
  const { policy } = context;
  const { step, attempt, error } = bad;
  const ofTask = bad.siblings.filter((one) => one.task === attempt.task);
  const numCounted = ofTask.filter((one) => one.isCounted).length;
  const isWorthwhile = numCounted < policy.maxAttempts && ofTask.length < policy.maxAttemptsInAll;
  if (!error.retryable || !isWorthwhile) {
    await failStep(change, step, error);
    return;
  }
  await insertAttempt(change, {
    step: attempt.step,
    task: attempt.task,
    key: attempt.key,
    number: attempt.number + 1,
    launcher: policy.launcher,
    resources: attempt.resources,
    backoffMs: numCounted === 0 ? 0 : backoffOf(policy, numCounted),
  });
}

/** The attempt as it is now, if it is still going on; to be called with the run locked. */
export async function reloadActive(change: RunChange, attempt: AttemptRow): Promise<AttemptRow | undefined> {
  const rows = await change.tx
    .select()
    .from(attempts)
    .where(and(eq(attempts.id, attempt.id), inArray(attempts.state, ['starting', 'running'])));
  return rows[0];
}
