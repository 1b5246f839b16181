/**
 * The ends of a step and what follows from them: dependents that can no longer be made, the end of the run.
 * Invariant: all within the given change; a step that has ended is not touched again; a run ends exactly when its last step does.
 */
import type { Digest, ErrorData, StepState } from '@slipway/contracts';
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { RunChange } from './engine-context.ts';
import { attempts, runs, type StepRow, steps } from './run-tables.ts';

const openStates: StepState[] = ['waiting', 'running'];

type StepName = Pick<StepRow, 'name'>;

export async function succeedStep(
  change: RunChange,
  step: StepName,
  outputs: Record<string, Digest>,
): Promise<void> {
  await endStep(change, step.name, { state: 'succeeded', outputs });
  await settleRun(change);
}

export async function reuseStep(
  change: RunChange,
  step: StepName,
  outputs: Record<string, Digest>,
): Promise<void> {
  await endStep(change, step.name, { state: 'reused', outputs });
  await settleRun(change);
}

/** Ends a step with an error: its other attempts are to end, and what depends on it is skipped. */
export async function failStep(change: RunChange, step: StepName, error: ErrorData): Promise<void> {
  await endStep(change, step.name, { state: 'failed', error });
  await cancelAttempts(change, 'step-failed', step.name);
  await skipDependents(change, step.name);
  await settleRun(change);
}

export async function cancelStep(change: RunChange, step: StepName): Promise<void> {
  await endStep(change, step.name, { state: 'cancelled' });
  await settleRun(change);
}

/** Marks attempts that are going on to be ended; of one step, or of the whole run. */
export async function cancelAttempts(
  { tx, run }: RunChange,
  reason: 'run-cancelled' | 'step-failed' | 'silent',
  step?: string,
): Promise<void> {
  const ofStep = step === undefined ? undefined : eq(attempts.step, step);
  await tx
    .update(attempts)
    .set({ cancelReason: reason })
    .where(
      and(
        eq(attempts.runId, run.id),
        ofStep,
        isNull(attempts.cancelReason),
        inArray(attempts.state, ['starting', 'running']),
      ),
    );
}

interface StepEnd {
  state: 'succeeded' | 'reused' | 'failed' | 'cancelled' | 'skipped';
  outputs?: Record<string, Digest>;
  error?: ErrorData;
}

async function endStep(change: RunChange, name: string, end: StepEnd): Promise<void> {
  const { tx, run, now } = change;
  const durationMs = end.state === 'reused' ? 0 : await measureAttempts(change, name);
  const rows = await tx
    .update(steps)
    .set({ ...end, endedAt: now, durationMs, ...(end.state === 'reused' ? { startedAt: now } : {}) })
    .where(and(eq(steps.runId, run.id), eq(steps.name, name), inArray(steps.state, openStates)))
    .returning({ name: steps.name });
  if (rows.length > 0) change.emit({ type: 'step-changed', step: name, ...end });
}

async function measureAttempts({ tx, run, now }: RunChange, name: string): Promise<number> {
  const rows = await tx
    .select({ startedAt: attempts.startedAt, endedAt: attempts.endedAt })
    .from(attempts)
    .where(and(eq(attempts.runId, run.id), eq(attempts.step, name)));
  const spans = rows.map(({ startedAt, endedAt }) => Math.max(0, Number(endedAt ?? now) - Number(startedAt)));
  return spans.reduce((sum, span) => sum + span, 0);
}

async function skipDependents(change: RunChange, failed: string): Promise<void> {
  const { tx, run } = change;
  const rows = await tx
    .select({ name: steps.name, after: steps.after, state: steps.state })
    .from(steps)
    .where(eq(steps.runId, run.id))
    .orderBy(asc(steps.position));
  const gone = new Set([failed]);
  for (const { name, after, state } of rows) {
    if (state !== 'waiting' || !after.some((before) => gone.has(before))) continue;
    gone.add(name);
    await endStep(change, name, { state: 'skipped' });
  }
}

/** Ends the run if no step is open any more: with the first error, as cancelled, or well. */
export async function settleRun(change: RunChange): Promise<void> {
  const { tx, run, now } = change;
  if (run.state !== 'running') return;
  const rows = await tx
    .select({ state: steps.state, error: steps.error })
    .from(steps)
    .where(eq(steps.runId, run.id))
    .orderBy(sql`${steps.endedAt} nulls last`, asc(steps.position));
  if (rows.some(({ state }) => openStates.includes(state))) return;
  const failed = rows.find(({ state }) => state === 'failed');
  const isCancelled = rows.some(({ state }) => state === 'cancelled');
  const state = isCancelled ? 'cancelled' : failed === undefined ? 'succeeded' : 'failed';
  const error = state === 'failed' ? (failed?.error ?? null) : null;
  await tx.update(runs).set({ state, endedAt: now, error }).where(eq(runs.id, run.id));
  run.state = state;
  change.emit({ type: 'run-changed', state, ...(error === null ? {} : { error }) });
}
