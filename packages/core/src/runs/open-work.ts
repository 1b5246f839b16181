/**
 * What the engine has to look after at one moment: runs that are going on, their steps, attempts not certainly gone.
 * Invariant: read without locks, so only a hint; every change checks again under the lock of its run.
 */
import { asc, eq, inArray, isNull } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { type AttemptRow, attempts, type RunRow, runs, type StepRow, steps } from './run-tables.ts';

/** A step without its long columns. */
export type OpenStep = Omit<StepRow, 'spec' | 'survey' | 'progress' | 'error'>;

export interface OpenWork {
  /** Oldest first. */
  runs: RunRow[];
  /** In the order of their runs, then in that in which they can be made. */
  steps: OpenStep[];
  attempts: AttemptRow[];
}

const stepColumns = {
  runId: steps.runId,
  name: steps.name,
  position: steps.position,
  stage: steps.stage,
  stageVersion: steps.stageVersion,
  references: steps.references,
  after: steps.after,
  state: steps.state,
  key: steps.key,
  inputs: steps.inputs,
  plan: steps.plan,
  outputs: steps.outputs,
  numSurveyFailures: steps.numSurveyFailures,
  notBefore: steps.notBefore,
  startedAt: steps.startedAt,
  endedAt: steps.endedAt,
  durationMs: steps.durationMs,
};

export async function readOpenWork(queries: Queries): Promise<OpenWork> {
  const openRuns = await queries
    .select()
    .from(runs)
    .where(eq(runs.state, 'running'))
    .orderBy(asc(runs.createdAt), asc(runs.id));
  const openAttempts = await queries
    .select()
    .from(attempts)
    .where(isNull(attempts.reapedAt))
    .orderBy(asc(attempts.id));
  if (openRuns.length === 0) return { runs: [], steps: [], attempts: openAttempts };
  const ids = openRuns.map((run) => run.id);
  const rows = await queries
    .select(stepColumns)
    .from(steps)
    .where(inArray(steps.runId, ids))
    .orderBy(asc(steps.position));
  const place = new Map(ids.map((id, index) => [id, index]));
  rows.sort(
    (left, right) =>
      (place.get(left.runId) ?? 0) - (place.get(right.runId) ?? 0) || left.position - right.position,
  );
  return { runs: openRuns, steps: rows, attempts: openAttempts };
}

export function isActive(attempt: AttemptRow): boolean {
  return attempt.state === 'starting' || attempt.state === 'running';
}
