/**
 * Runs as the API shows them.
 * Invariant: read-only; the shapes are the contracts'.
 */
import {
  type Attempt,
  type Digest,
  type Run,
  type RunId,
  type RunSummary,
  type StepStatus,
  stepPlan,
} from '@slipway/contracts';
import { asc, count, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { unknownRun } from './cancel-run.ts';
import { type AttemptRow, attempts, type RunRow, runs, type StepRow, steps } from './run-tables.ts';
import { placeOf, type WaitReasons } from './wait-reasons.ts';

export interface RunFilter {
  limit: number;
  /** Only runs older than this one. */
  before?: RunId;
}

/** Newest first. */
export async function listRuns(
  queries: Queries,
  { limit, before }: RunFilter,
): Promise<{ runs: RunSummary[]; numTotal: number }> {
  const rows = await queries
    .select()
    .from(runs)
    .where(before === undefined ? undefined : lt(runs.id, before))
    .orderBy(desc(runs.id))
    .limit(limit);
  const [total] = await queries.select({ numTotal: count() }).from(runs);
  const ids = rows.map((row) => row.id);
  const counts = ids.length === 0 ? [] : await countSteps(queries, ids);
  const summaries = rows.map((row) => {
    const counted = counts.find((one) => one.runId === row.id);
    return summarise(row, counted?.numSteps ?? 0, counted?.numStepsDone ?? 0);
  });
  return { runs: summaries, numTotal: total?.numTotal ?? 0 };
}

function countSteps(queries: Queries, ids: RunId[]) {
  const numStepsDone = sql<number>`(count(*) filter (where ${steps.state} in ('succeeded', 'reused')))::int`;
  return queries
    .select({ runId: steps.runId, numSteps: count(), numStepsDone })
    .from(steps)
    .where(inArray(steps.runId, ids))
    .groupBy(steps.runId);
}

/** @throws SlipwayError `run-unknown` */
export async function showRun(queries: Queries, runId: RunId): Promise<Run> {
  const [row] = await queries.select().from(runs).where(eq(runs.id, runId));
  if (row === undefined) throw unknownRun(runId);
  const stepRows = await queries
    .select()
    .from(steps)
    .where(eq(steps.runId, runId))
    .orderBy(asc(steps.position));
  const attemptRows = await queries
    .select()
    .from(attempts)
    .where(eq(attempts.runId, runId))
    .orderBy(asc(attempts.id));
  const numDone = stepRows.filter(({ state }) => state === 'succeeded' || state === 'reused').length;
  return {
    ...summarise(row, stepRows.length, numDone),
    definition: row.definition,
    machine: row.machine,
    steps: stepRows.map(showStep),
    attempts: attemptRows.map(showAttempt),
  };
}

/** The same run with why its open steps are held back, where the engine knows. */
export function tellWaits(run: Run, waits: WaitReasons): Run {
  const steps = run.steps.map((step) => {
    const isOpen = step.state === 'waiting' || step.state === 'running';
    const waitingFor = isOpen ? waits.get(placeOf(run.id, step.name)) : undefined;
    return waitingFor === undefined ? step : { ...step, waitingFor };
  });
  return { ...run, steps };
}

/** Every artifact that a run took, made, or is making something of: never to be collected while the run is kept. */
export async function listRunArtifacts(queries: Queries): Promise<Set<Digest>> {
  const stepRows = await queries
    .select({ references: steps.references, inputs: steps.inputs, outputs: steps.outputs })
    .from(steps);
  const attemptRows = await queries.select({ outputs: attempts.outputs }).from(attempts);
  const found = [
    ...stepRows.flatMap((row) => [
      ...Object.values(row.references).flat(),
      ...Object.values(row.inputs).flat(),
      ...Object.values(row.outputs),
    ]),
    ...attemptRows.flatMap((row) => Object.values(row.outputs)),
  ];
  return new Set(found.filter((one) => one.startsWith('sha256:'))) as Set<Digest>;
}

function summarise(row: RunRow, numSteps: number, numStepsDone: number): RunSummary {
  return {
    id: row.id,
    recipe: row.recipe,
    state: row.state,
    createdAt: row.createdAt.toISOString(),
    numSteps,
    numStepsDone,
    ...(row.title === null ? {} : { title: row.title }),
    ...(row.endedAt === null ? {} : { endedAt: row.endedAt.toISOString() }),
    ...(row.error === null ? {} : { error: row.error }),
  };
}

function showStep(row: StepRow): StepStatus {
  // A plan that an earlier version wrote in another form is left out: the run itself is still worth showing.
  const plan = row.plan === null ? undefined : stepPlan.safeParse(row.plan).data;
  return {
    name: row.name,
    stage: row.stage,
    stageVersion: row.stageVersion,
    state: row.state,
    after: row.after,
    inputs: row.inputs,
    outputs: row.outputs,
    ...(row.key === null ? {} : { key: row.key }),
    ...(row.progress === null ? {} : { progress: row.progress }),
    ...(row.startedAt === null ? {} : { startedAt: row.startedAt.toISOString() }),
    ...(row.endedAt === null ? {} : { endedAt: row.endedAt.toISOString() }),
    ...(row.durationMs === null ? {} : { durationMs: row.durationMs }),
    ...(plan ? { plan } : {}),
    ...(row.error === null ? {} : { error: row.error }),
  };
}

function showAttempt(row: AttemptRow): Attempt {
  return {
    id: row.id,
    runId: row.runId,
    step: row.step,
    task: row.task,
    number: row.number,
    state: row.state,
    launcher: row.launcher,
    startedAt: row.startedAt.toISOString(),
    heartbeatAt: row.heartbeatAt.toISOString(),
    ...(row.endedAt === null ? {} : { endedAt: row.endedAt.toISOString() }),
    ...(row.error === null ? {} : { error: row.error }),
  };
}
