/**
 * Cancels a run: what waits is cancelled at once, what runs is asked to end by the next tick.
 * Invariant: the wish is stored before anything is ended, so a server that dies meanwhile goes on cancelling. Idempotent.
 */
import { type RunId, SlipwayError } from '@slipway/contracts';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { changeRun, type EngineContext, type RunChange } from './engine-context.ts';
import { attempts, runs, steps } from './run-tables.ts';
import { cancelAttempts, cancelStep } from './settle-step.ts';

/** @throws SlipwayError `run-unknown` */
export async function cancelRun(context: EngineContext, runId: RunId): Promise<void> {
  const isKnown = await changeRun(context, runId, async (change) => {
    const { tx, run, now } = change;
    if (run.state !== 'running' || run.cancelRequestedAt !== null) return true;
    await tx.update(runs).set({ cancelRequestedAt: now }).where(eq(runs.id, runId));
    await cancelAttempts(change, 'run-cancelled');
    await cancelIdleSteps(change);
    return true;
  });
  if (isKnown !== true) throw unknownRun(runId);
}

export function unknownRun(runId: string): SlipwayError {
  const hint = 'See "slipway runs" for what there is.';
  return new SlipwayError({ code: 'run-unknown', message: `there is no run ${runId}`, hint });
}

async function cancelIdleSteps(change: RunChange): Promise<void> {
  const { tx, run } = change;
  const busy = await tx
    .select({ step: attempts.step })
    .from(attempts)
    .where(and(eq(attempts.runId, run.id), inArray(attempts.state, ['starting', 'running'])));
  const open = await tx
    .select({ name: steps.name })
    .from(steps)
    .where(and(eq(steps.runId, run.id), inArray(steps.state, ['waiting', 'running'])))
    .orderBy(asc(steps.position));
  for (const step of open) {
    if (!busy.some((one) => one.step === step.name)) await cancelStep(change, step);
  }
}
