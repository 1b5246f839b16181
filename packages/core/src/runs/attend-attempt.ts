/**
 * Looks after one attempt: submits it, gives its messages their effect, notices its death, ends it, sees it buried.
 *
 *   starting --submit--> starting --first message--> running --last word--> succeeded | failed
 *       any --asked to end--> cancelled;   any --gone without a last word--> lost | failed;   ended --processes gone--> reaped
 *
 * Invariant: a dead attempt is declared dead only after the launcher said so and its last messages were read. The next attempt
 * of a task starts only when nothing is left of the one before.
 */
import { rm } from 'node:fs/promises';
import { type ErrorData, SlipwayError, toErrorData } from '@slipway/contracts';
import { and, eq } from 'drizzle-orm';
import type { LaunchState } from '../ports/launcher.ts';
import { applyMessages } from './apply-messages.ts';
import { describeDeath } from './describe-death.ts';
import { type AttemptEnd, endAttempt, reloadActive } from './end-attempt.ts';
import { changeRun, type EngineContext } from './engine-context.ts';
import type { EngineMemory } from './engine-memory.ts';
import { isActive } from './open-work.ts';
import { type AttemptRow, attempts, steps } from './run-tables.ts';
import { cancelAttempts } from './settle-step.ts';
import { findLauncher, scratchOf, submitAttempt } from './submit-attempt.ts';
import { attemptAgain, attemptEnding, placeOf, type WaitReasons } from './wait-reasons.ts';

export interface AttemptCare {
  context: EngineContext;
  memory: EngineMemory;
  /** All attempts that are not certainly gone. */
  open: readonly AttemptRow[];
  /** Where a step whose next attempt cannot begin yet says why. */
  waits: WaitReasons;
}

/** @returns whether anything changed, so that it is worth looking again at once */
export async function attendAttempt(care: AttemptCare, attempt: AttemptRow): Promise<boolean> {
  const { context, memory } = care;
  if (!isActive(attempt)) return bury(care, attempt);
  if (attempt.cancelReason !== null) {
    const job = `cancel ${attempt.id}`;
    const isStarted = memory.jobs.start(job, () => endByRequest(context, attempt));
    return isStarted && memory.jobs.waitFor(job, 20);
  }
  if (attempt.submittedAt !== null) return follow(care, attempt);
  const isBlocked = care.open.some((one) => one.id !== attempt.id && isSameWork(one, attempt));
  if (!isBlocked && attempt.notBefore <= context.now()) return submitAttempt(context, memory, attempt);
  care.waits.set(placeOf(attempt.runId, attempt.step), isBlocked ? attemptEnding : attemptAgain);
  return false;
}

/** Whether two attempts must not be alive together: they are of one task, or would share a scratch folder. */
function isSameWork(left: AttemptRow, right: AttemptRow): boolean {
  const isOfOneStep = left.runId === right.runId && left.step === right.step;
  return isOfOneStep ? left.task === right.task : left.key === right.key;
}

async function follow(
  { context, memory }: Pick<AttemptCare, 'context' | 'memory'>,
  attempt: AttemptRow,
): Promise<boolean> {
  const launcher = findLauncher(context, attempt);
  const nowMs = context.now().getTime();
  const isDue = nowMs - (memory.describedAt.get(attempt.id) ?? 0) >= context.policy.describeEveryMs;
  const described = isDue ? await launcher.describe(attempt.id) : undefined;
  if (isDue) memory.describedAt.set(attempt.id, nowMs);
  if (described?.state === 'running' || described?.state === 'queued') memory.seenAlive.add(attempt.id);
  const batch = await launcher.readMessages(attempt.id, attempt.messageOffset);
  if (batch.nextOffset > attempt.messageOffset) {
    // What says so much needs no other proof of life; what has ended is looked at again at once.
    memory.describedAt.set(attempt.id, described?.state === 'ended' ? 0 : nowMs);
    await applyMessages(context, attempt, batch);
    return true;
  }
  return described === undefined ? false : judge({ context, memory }, attempt, described);
}

async function judge(
  care: Pick<AttemptCare, 'context' | 'memory'>,
  attempt: AttemptRow,
  described: LaunchState,
): Promise<boolean> {
  const { context, memory } = care;
  const lastSign = Math.max(attempt.heartbeatAt.getTime(), memory.startedAt.getTime());
  const silentMs = context.now().getTime() - lastSign;
  const isCounted = memory.seenAlive.has(attempt.id);
  if (described.state === 'ended') {
    return finish(context, attempt, { ...describeDeath(described), isCounted });
  }
  if (described.state === 'unknown' && silentMs > context.policy.leaseMs) {
    const message = 'the launcher does not know the attempt any more';
    return finish(context, attempt, { state: 'lost', error: lost(message), isCounted });
  }
  if (described.state === 'running' && silentMs > context.policy.silenceMs) {
    context.log.warn('attempt-silent', { attemptId: attempt.id, silentMs });
    await changeRun(context, attempt.runId, (change) => cancelAttempts(change, 'silent', attempt.step));
    return true;
  }
  return false;
}

async function finish(context: EngineContext, attempt: AttemptRow, end: AttemptEnd): Promise<boolean> {
  await changeRun(context, attempt.runId, async (change) => {
    const current = await reloadActive(change, attempt);
    if (current === undefined || current.messageOffset !== attempt.messageOffset) return;
    await endAttempt(context, change, { attempt: current, end });
  });
  return true;
}

/** Ends an attempt that is to end; its last messages count, also a success that came first. */
async function endByRequest(context: EngineContext, attempt: AttemptRow): Promise<void> {
  const launcher = findLauncher(context, attempt);
  await launcher.cancel(attempt.id, { graceMs: context.policy.graceMs });
  const batch = await launcher.readMessages(attempt.id, attempt.messageOffset);
  const messages = batch.messages.filter(
    (message) => message.type !== 'attempt-failed' || message.error.code !== 'attempt-cancelled',
  );
  if (messages.length > 0) await applyMessages(context, attempt, { ...batch, messages });
  await changeRun(context, attempt.runId, async (change) => {
    const current = await reloadActive(change, attempt);
    if (current === undefined) return;
    const isSilent = current.cancelReason === 'silent';
    const error = isSilent ? lost('the attempt said nothing for too long') : cancelled();
    const end: AttemptEnd = { state: isSilent ? 'lost' : 'cancelled', error, isCounted: isSilent };
    await endAttempt(context, change, { attempt: current, end });
  });
}

function lost(message: string): ErrorData {
  return toErrorData(new SlipwayError({ code: 'attempt-lost', message }));
}

function cancelled(): ErrorData {
  return toErrorData(new SlipwayError({ code: 'attempt-cancelled', message: 'the attempt was cancelled' }));
}

/** Sees to it that nothing is left of an ended attempt, then records so. */
async function bury({ context, memory }: AttemptCare, attempt: AttemptRow): Promise<boolean> {
  const launcher = findLauncher(context, attempt);
  const endedMs = context.now().getTime() - (attempt.endedAt?.getTime() ?? 0);
  if (endedMs < context.policy.lingerMs && (await launcher.describe(attempt.id)).state === 'running')
    return false;
  const job = `bury ${attempt.id}`;
  const isStarted = memory.jobs.start(job, async () => {
    await launcher.cancel(attempt.id, { graceMs: context.policy.graceMs });
    if (attempt.state === 'succeeded') await clearScratch(context, attempt);
    await changeRun(context, attempt.runId, async ({ tx, now }) => {
      await tx.update(attempts).set({ reapedAt: now }).where(eq(attempts.id, attempt.id));
    });
    memory.seenAlive.delete(attempt.id);
    memory.describedAt.delete(attempt.id);
  });
  return isStarted && memory.jobs.waitFor(job, 20);
}

async function clearScratch(context: EngineContext, attempt: AttemptRow): Promise<void> {
  const rows = await context.database
    .select({ state: steps.state })
    .from(steps)
    .where(and(eq(steps.runId, attempt.runId), eq(steps.name, attempt.step)));
  if (rows[0]?.state !== 'succeeded') return;
  await rm(scratchOf(context, attempt.key), { recursive: true, force: true });
}
