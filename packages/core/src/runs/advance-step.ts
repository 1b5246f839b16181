/**
 * Brings one step forward: ready, reused, started, its next tasks begun.
 * Invariant: of all steps with one key at most one runs; the others wait and reuse what it makes. Nothing starts in a run
 * that is to be cancelled, or while the machine has no room. A step that is held back by anything but the steps before it says why.
 */
import type { Digest, Task, Wording } from '@slipway/contracts';
import { and, eq } from 'drizzle-orm';
import { changeRun, type EngineContext, type RunChange } from './engine-context.ts';
import type { EngineMemory, Verdict } from './engine-memory.ts';
import { findResult } from './find-result.ts';
import { findShortage } from './free-capacity.ts';
import { insertAttempt } from './insert-attempt.ts';
import type { OpenStep, OpenWork } from './open-work.ts';
import { prepareStep, resolveInputs } from './prepare-step.ts';
import { type AttemptRow, attempts, type RunRow, steps } from './run-tables.ts';
import { reuseStep } from './settle-step.ts';
import {
  attemptEnding,
  beingFound,
  beingSurveyed,
  madeBy,
  noRoom,
  placeOf,
  surveyedAgain,
  type WaitReasons,
} from './wait-reasons.ts';

export interface StepCare {
  context: EngineContext;
  memory: EngineMemory;
  work: OpenWork;
  /** Where a step that is held back says why. */
  waits: WaitReasons;
}

/** How long a tick waits for a job of a step before it goes on without it. */
const jobPatienceMs = 50;

/** @returns whether anything changed */
export async function advanceStep(care: StepCare, step: OpenStep): Promise<boolean> {
  const run = care.work.runs.find((one) => one.id === step.runId);
  if (run === undefined || run.cancelRequestedAt !== null) return false;
  if (step.state === 'running') return beginTasks(care, run, step);
  if (step.state !== 'waiting') return false;
  return step.key === null ? makeReady(care, run, step) : settle(care, run, { ...step, key: step.key });
}

async function makeReady(care: StepCare, run: RunRow, step: OpenStep): Promise<boolean> {
  const { context, memory, work } = care;
  if (step.notBefore !== null && step.notBefore > context.now()) return hold(care, step, surveyedAgain);
  const inputs = resolveInputs(step, (name) => {
    const before = work.steps.find((one) => one.runId === run.id && one.name === name);
    return before?.state === 'succeeded' || before?.state === 'reused' ? before.outputs : undefined;
  });
  if (inputs === undefined) return false;
  const job = `prepare ${run.id} ${step.name}`;
  const isStarted = memory.jobs.start(job, () => prepareStep(context, run, { step, inputs }));
  if (isStarted && (await memory.jobs.waitFor(job, jobPatienceMs))) return true;
  return hold(care, step, beingSurveyed);
}

function hold({ waits }: StepCare, { runId, name }: OpenStep, reason: Wording): false {
  waits.set(placeOf(runId, name), reason);
  return false;
}

async function settle(care: StepCare, run: RunRow, step: OpenStep & { key: Digest }): Promise<boolean> {
  const { context, memory, work } = care;
  const place = placeOf(run.id, step.name);
  const maker = work.steps.find((one) => one.key === step.key && one.state === 'running');
  const isLeaving = work.attempts.some((one) => one.key === step.key);
  if (maker || isLeaving) {
    memory.verdicts.delete(place);
    return hold(care, step, maker ? madeBy(maker.runId, run.id) : attemptEnding);
  }
  const verdict = memory.verdicts.get(place);
  if (verdict === undefined) {
    const job = `find ${place}`;
    const isStarted = memory.jobs.start(job, async () => {
      memory.verdicts.set(place, await findResult(context, step.key));
    });
    if (isStarted && (await memory.jobs.waitFor(job, jobPatienceMs))) return true;
    return hold(care, step, beingFound);
  }
  const { outputs } = verdict;
  if (outputs === undefined) return start(care, run, { step, verdict });
  memory.verdicts.delete(place);
  const isReused = await changeRun(context, run.id, async (change) => {
    if (!(await isWaiting(change, step))) return false;
    await reuseStep(change, step, outputs);
    return true;
  });
  return isReused === true;
}

async function start(
  care: StepCare,
  run: RunRow,
  { step, verdict }: { step: OpenStep & { key: Digest }; verdict: Verdict },
): Promise<boolean> {
  const { context, memory } = care;
  const task = step.plan?.tasks.find((one) => one.after.length === 0);
  if (task === undefined || !(await hasRoomFor(care, step, task))) return false;
  memory.verdicts.delete(placeOf(run.id, step.name));
  const isStarted = await changeRun(context, run.id, async (change) => {
    const isStale = !verdict.isKnown && (await context.lineage.findStepResult(change.tx, step.key));
    if (isStale || !(await isWaiting(change, step))) return false;
    const { tx, now } = change;
    await tx
      .update(steps)
      .set({ state: 'running', startedAt: now })
      .where(and(eq(steps.runId, run.id), eq(steps.name, step.name)));
    change.emit({ type: 'step-changed', step: step.name, state: 'running' });
    await beginTask(context, change, { step, key: step.key, task });
    return true;
  });
  return isStarted === true;
}

/** Begins one more task of a running step, if one can begin and there is room for it. */
async function beginTasks(care: StepCare, run: RunRow, step: OpenStep): Promise<boolean> {
  const { context } = care;
  const { key, plan } = step;
  if (key === null || plan === null || plan.tasks.length === 1) return false;
  const ofStep = await context.database
    .select()
    .from(attempts)
    .where(and(eq(attempts.runId, run.id), eq(attempts.step, step.name)));
  const task = plan.tasks.find((one) => isDue(one, ofStep));
  if (task === undefined || !(await hasRoomFor(care, step, task))) return false;
  const isBegun = await changeRun(context, run.id, async (change) => {
    if (change.run.cancelRequestedAt !== null || !(await isInState(change, step, 'running'))) return false;
    await beginTask(context, change, { step, key, task });
    return true;
  });
  return isBegun === true;
}

function isDue(task: Task, ofStep: readonly AttemptRow[]): boolean {
  if (ofStep.some((one) => one.task === task.name)) return false;
  return task.after.every((before) => ofStep.some((one) => one.task === before && one.state === 'succeeded'));
}

async function hasRoomFor(care: StepCare, step: OpenStep, task: Task): Promise<boolean> {
  const { context, work } = care;
  const occupied = work.attempts.map((attempt) => attempt.resources);
  const machine = await context.machine();
  const shortage = findShortage({ machine, policy: context.policy, occupied, wanted: task.resources });
  return shortage === undefined || hold(care, step, noRoom(shortage, work.attempts));
}

async function beginTask(
  context: EngineContext,
  change: RunChange,
  { step, key, task }: { step: OpenStep; key: Digest; task: Task },
): Promise<void> {
  const { launcher } = context.policy;
  const { resources } = task;
  await insertAttempt(change, {
    step: step.name,
    task: task.name,
    key,
    number: 1,
    launcher,
    resources,
    backoffMs: 0,
  });
}

function isWaiting(change: RunChange, step: OpenStep): Promise<boolean> {
  return change.run.cancelRequestedAt === null ? isInState(change, step, 'waiting') : Promise.resolve(false);
}

async function isInState(
  { tx, run }: RunChange,
  step: OpenStep,
  state: 'waiting' | 'running',
): Promise<boolean> {
  const rows = await tx
    .select({ name: steps.name })
    .from(steps)
    .where(and(eq(steps.runId, run.id), eq(steps.name, step.name), eq(steps.state, state)));
  return rows.length > 0;
}
