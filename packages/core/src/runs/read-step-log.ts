/**
 * The log of a step: that of its newest attempt.
 * Invariant: a step that has no attempt (it waits, or was reused) has an empty log.
 */
import { type RunId, SlipwayError } from '@slipway/contracts';
import type { EngineContext } from './engine-context.ts';
import { isActive } from './open-work.ts';
import { findNewestAttempt, showRun } from './show-run.ts';
import { findLauncher } from './submit-attempt.ts';

export interface StepLogQuestion {
  runId: RunId;
  step: string;
  /** Bytes already read. */
  offset: number;
  maxBytes?: number;
}

export interface StepLog {
  text: string;
  nextOffset: number;
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
  const attempt = await findNewestAttempt(context.database, { runId, step });
  if (attempt === undefined) return { text: '', nextOffset: 0, isEnded: !isStepOpen };
  const read = await findLauncher(context, attempt).readLog(attempt.id, offset, maxBytes);
  return { ...read, isEnded: !isStepOpen && !isActive(attempt) && read.nextOffset === offset };
}
