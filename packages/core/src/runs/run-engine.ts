/**
 * The run engine: recipes become runs, runs become attempts, attempts become artifacts.
 *
 * All that it knows is in the database; `tick` looks at it and does what is to be done next. Killed at any point, the next
 * engine goes on: every transition is one transaction, and what happens outside (submit, cancel) may be repeated.
 * Invariant: ticks never overlap; one engine at a time works on a database.
 */
import type { Machine, Run, RunId, RunPlan, RunSummary } from '@slipway/contracts';
import { advanceStep, type StepCare } from './advance-step.ts';
import { attendAttempt } from './attend-attempt.ts';
import { cancelRun } from './cancel-run.ts';
import type { EngineContext } from './engine-context.ts';
import { createJobList, type EngineMemory } from './engine-memory.ts';
import { readOpenWork } from './open-work.ts';
import { planRun } from './plan-run.ts';
import { readStepLog, type StepLog, type StepLogQuestion } from './read-step-log.ts';
import { defaultRunPolicy, type RunPolicy } from './run-policy.ts';
import { listRuns, type RunFilter, showRun, tellWaits } from './show-run.ts';
import { checkRecipe, type RunStart, startRun } from './start-run.ts';

export interface RunEngineOptions extends Omit<EngineContext, 'policy' | 'now' | 'signal' | 'control'> {
  policy?: Partial<RunPolicy>;
  now?: () => Date;
  machine(): Promise<Machine>;
  control?: EngineContext['control'];
}

export interface RunEngine {
  /**
   * @throws SlipwayError `recipe-invalid`, `recipe-cycle`, `stage-unknown`, `spec-invalid`, `artifact-missing`, and what preflights of
   * the stages refuse, such as `documents-missing`
   */
  startRun(start: RunStart): Promise<RunId>;
  /** What `startRun` would do. Throws what it throws, and what surveys and plans refuse. */
  planRun(start: RunStart): Promise<RunPlan>;
  /** Returns once the wish is stored; the run is `cancelled` when its attempts are gone. @throws SlipwayError `run-unknown` */
  cancelRun(runId: RunId): Promise<void>;
  listRuns(filter: RunFilter): Promise<{ runs: RunSummary[]; numTotal: number }>;
  /** @throws SlipwayError `run-unknown` */
  showRun(runId: RunId): Promise<Run>;
  /** The log of a step's newest attempt. @throws SlipwayError `run-unknown`, `not-found` */
  readLog(question: StepLogQuestion): Promise<StepLog>;
  /** Does whatever is to be done now. Idempotent; a call while another is under way joins it. */
  tick(): Promise<void>;
  /** To be called once at start: takes up what an engine before left. */
  recover(): Promise<void>;
  /** Whether no run is going on and no attempt is left. */
  isIdle(): Promise<boolean>;
  /** Waits for what is under way and stops. Attempts go on. */
  close(): Promise<void>;
}

/** Passes of one tick at most; each does everything that the one before has made possible. */
const maxPasses = 100;

/** How long the description of the machine is used: asking graphics cards takes longer than a tick may. */
const machineAgeMs = 10_000;

/** Makes an engine over a database whose migrations have run. It does nothing until it is ticked. */
export function createRunEngine(options: RunEngineOptions): RunEngine {
  const closing = new AbortController();
  const context: EngineContext = {
    ...options,
    policy: { ...defaultRunPolicy, ...options.policy },
    now: options.now ?? (() => new Date()),
    control: options.control ?? (() => undefined),
    machine: rememberFor(machineAgeMs, options.machine),
    signal: closing.signal,
  };
  const memory: EngineMemory = {
    startedAt: context.now(),
    seenAlive: new Set(),
    describedAt: new Map(),
    verdicts: new Map(),
    waits: new Map(),
    jobs: createJobList((name, error) => {
      context.log.warn('engine-job-failed', { job: name, message: String(error) });
    }),
  };
  let ticking: Promise<void> | undefined;
  const tick = () => {
    ticking ??= runPasses(context, memory).finally(() => {
      ticking = undefined;
    });
    return ticking;
  };
  return {
    startRun: (start) => startRun(context, start),
    planRun: (start) => makePlan(context, start),
    cancelRun: (runId) => cancelRun(context, runId),
    listRuns: (filter) => listRuns(context.database, filter),
    showRun: async (runId) => tellWaits(await showRun(context.database, runId), memory.waits),
    readLog: (question) => readStepLog(context, question),
    tick,
    recover: tick,
    async isIdle() {
      const work = await readOpenWork(context.database);
      return work.runs.length === 0 && work.attempts.length === 0;
    },
    async close() {
      closing.abort();
      await ticking?.catch(() => undefined);
      await memory.jobs.drain();
    },
  };
}

async function runPasses(context: EngineContext, memory: EngineMemory): Promise<void> {
  for (let pass = 0; pass < maxPasses && !context.signal.aborted; pass += 1) {
    const care = { context, memory, work: await readOpenWork(context.database), waits: new Map() };
    const isChanged = (await attendAll(care)) || (await advanceFirst(care));
    if (isChanged) continue;
    memory.waits = care.waits;
    return;
  }
}

/** One attempt that cannot be looked after (its launcher is away, say) does not keep the others waiting. */
async function attendAll({ work, ...care }: StepCare): Promise<boolean> {
  const { log } = care.context;
  let isChanged = false;
  for (const attempt of work.attempts) {
    try {
      isChanged = (await attendAttempt({ ...care, open: work.attempts }, attempt)) || isChanged;
    } catch (error) {
      log.error('attempt-not-attended', { attemptId: attempt.id, message: String(error) });
    }
  }
  return isChanged;
}

/** Stops at the first change, because what may start next depends on it. */
async function advanceFirst(care: StepCare): Promise<boolean> {
  const { log } = care.context;
  for (const step of care.work.steps) {
    try {
      if (await advanceStep(care, step)) return true;
    } catch (error) {
      log.error('step-not-advanced', { runId: step.runId, step: step.name, message: String(error) });
    }
  }
  return false;
}

async function makePlan(context: EngineContext, start: RunStart): Promise<RunPlan> {
  const { stages, store, lineage, database, signal } = context;
  return planRun({
    resolved: await checkRecipe(context, start.recipe),
    stages,
    store,
    machine: await context.machine(),
    workingDirectory: start.workingDirectory,
    objects: context.objects,
    signal,
    findStepResult: (key) => lineage.findStepResult(database, key),
  });
}

/** The answer of `ask`, asked again when it is older than `maxAgeMs`. Failures are not remembered. */
function rememberFor<Answer>(maxAgeMs: number, ask: () => Promise<Answer>): () => Promise<Answer> {
  let last: { answer: Promise<Answer>; askedAt: number } | undefined;
  return () => {
    if (last !== undefined && performance.now() - last.askedAt < maxAgeMs) return last.answer;
    const answer = ask();
    const asked = { answer, askedAt: performance.now() };
    last = asked;
    answer.catch(() => {
      if (last === asked) last = undefined;
    });
    return answer;
  };
}
