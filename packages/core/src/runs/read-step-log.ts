/**
 * The log of a step: that of its newest attempt, and for whoever was reading an earlier one, the rest of that one first.
 * Invariant: an offset is one of the attempt it was given with, so that a retried step loses none of its lines. A step that has no attempt
 * (it waits, or was reused) has an empty log.
 */
import { type AttemptId, type RunId, SlipwayError } from '@slipway/contracts';
import { and, asc, eq } from 'drizzle-orm';
import type { EngineContext } from './engine-context.ts';
import { isActive } from './open-work.ts';
import { type AttemptRow, attempts } from './run-tables.ts';
import { showRun } from './show-run.ts';
import { findLauncher } from './submit-attempt.ts';

export interface StepLogQuestion {
  runId: RunId;
  step: string;
  /** The attempt that was read last; the newest where left out. */
  attempt?: AttemptId | undefined;
  /** Bytes of it already read. */
  offset: number;
  maxBytes?: number | undefined;
}

export interface StepLog {
  text: string;
  nextOffset: number;
  /** Whose words these are; absent while there is no attempt. */
  attemptId?: AttemptId;
  attemptNumber?: number;
  /** Nothing more will come. */
  isEnded: boolean;
}

/** @throws SlipwayError `run-unknown`, `not-found` where the run has no such step */
export async function readStepLog(context: EngineContext, question: StepLogQuestion): Promise<StepLog> {
  const { runId, step, offset, maxBytes } = question;
  const run = await showRun(context.database, runId);
  const status = run.steps.find((one) => one.name === step);
  if (status === undefined) {
    const hint = `Its steps are: ${run.steps.map((one) => one.name).join(', ')}.`;
    throw new SlipwayError({ code: 'not-found', message: `run ${runId} has no step "${step}"`, hint });
  }
  const isStepOpen = status.state === 'waiting' || status.state === 'running';
  const all = await listAttempts(context, question);
  const asked = question.attempt === undefined ? -1 : all.findIndex(({ id }) => id === question.attempt);
  const last = all.at(-1);
  if (last === undefined) return { text: '', nextOffset: 0, isEnded: !isStepOpen };
  // An attempt that is none of this step's: whatever offset came with it means nothing here.
  const isKnown = asked >= 0 || question.attempt === undefined;
  const current = all[asked] ?? last;
  const piece = await readAttempt(context, current, { offset: isKnown ? offset : 0, maxBytes });
  const next = all[all.indexOf(current) + 1];
  if (next && piece.text === '' && !isActive(current))
    return { ...(await readAttempt(context, next, { offset: 0, maxBytes })), isEnded: false };
  const isAll = next === undefined && !isActive(current) && piece.nextOffset === offset;
  return { ...piece, isEnded: !isStepOpen && isAll };
}

async function readAttempt(
  context: EngineContext,
  attempt: AttemptRow,
  { offset, maxBytes }: Pick<StepLogQuestion, 'offset' | 'maxBytes'>,
): Promise<Omit<StepLog, 'isEnded'>> {
  const read = await findLauncher(context, attempt).readLog(attempt.id, offset, maxBytes);
  return { ...read, attemptId: attempt.id, attemptNumber: attempt.number };
}

/** Oldest first. */
function listAttempts({ database }: EngineContext, { runId, step }: StepLogQuestion): Promise<AttemptRow[]> {
  return database
    .select()
    .from(attempts)
    .where(and(eq(attempts.runId, runId), eq(attempts.step, step)))
    .orderBy(asc(attempts.id));
}
