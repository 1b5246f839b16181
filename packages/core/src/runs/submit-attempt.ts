/**
 * Hands an attempt to its launcher.
 * Invariant: safe to repeat after a death at any point, because the launcher starts one process an id at the most.
 */
import { join } from 'node:path';
import {
  type AttemptRequest,
  attemptRequest,
  type Resources,
  SlipwayError,
  toErrorData,
} from '@slipway/contracts';
import { and, eq } from 'drizzle-orm';
import type { Launcher, LaunchRequest } from '../ports/launcher.ts';
import { endAttempt, reloadActive } from './end-attempt.ts';
import { changeRun, type EngineContext } from './engine-context.ts';
import type { EngineMemory } from './engine-memory.ts';
import type { RunPolicy } from './run-policy.ts';
import { type AttemptRow, attempts, type StepRow, steps } from './run-tables.ts';

/** @returns whether anything changed */
export async function submitAttempt(
  context: EngineContext,
  memory: EngineMemory,
  attempt: AttemptRow,
): Promise<boolean> {
  try {
    const request = await composeRequest(context, attempt);
    await findLauncher(context, attempt).submit({
      attempt: request,
      resources: limitResources(context.policy, attempt.resources),
      directory: join(context.attemptsDirectory, attempt.id),
    });
  } catch (error) {
    await giveUp(context, attempt, error);
    return true;
  }
  memory.seenAlive.add(attempt.id);
  await changeRun(context, attempt.runId, async ({ tx, now }) => {
    await tx
      .update(attempts)
      .set({ submittedAt: now, startedAt: now, heartbeatAt: now })
      .where(and(eq(attempts.id, attempt.id), eq(attempts.state, 'starting')));
  });
  return true;
}

/** @throws SlipwayError `launcher-unavailable` */
export function findLauncher(context: EngineContext, attempt: AttemptRow): Launcher {
  const launcher = context.launchers.get(attempt.launcher);
  if (launcher !== undefined) return launcher;
  throw new SlipwayError({
    code: 'launcher-unavailable',
    message: `there is no launcher "${attempt.launcher}"`,
    hint: `Launchers are: ${[...context.launchers.keys()].join(', ')}.`,
  });
}

/** What the launcher is to hold the attempt to: more memory than foreseen, for forecasts are rough. */
export function limitResources(policy: RunPolicy, resources: Resources): LaunchRequest['resources'] {
  if (resources.memoryBytes === 0) return resources;
  const memoryBytes = Math.max(
    policy.minMemoryLimitBytes,
    Math.ceil(resources.memoryBytes * policy.memoryFactor),
  );
  return { ...resources, memoryBytes };
}

/** Folder that survives the attempts of a key. */
export function scratchOf(context: EngineContext, key: string): string {
  return join(context.scratchDirectory, key.replace('sha256:', ''));
}

async function composeRequest(context: EngineContext, attempt: AttemptRow): Promise<AttemptRequest> {
  const { database } = context;
  const rows = await database
    .select()
    .from(steps)
    .where(and(eq(steps.runId, attempt.runId), eq(steps.name, attempt.step)));
  const step = rows[0] as StepRow;
  const siblings = await database
    .select({ task: attempts.task, outputs: attempts.outputs })
    .from(attempts)
    .where(
      and(
        eq(attempts.runId, attempt.runId),
        eq(attempts.step, attempt.step),
        eq(attempts.state, 'succeeded'),
      ),
    );
  const control = context.control();
  return attemptRequest.parse({
    protocol: 1,
    attemptId: attempt.id,
    runId: attempt.runId,
    step: attempt.step,
    stage: step.stage,
    stageVersion: step.stageVersion,
    key: attempt.key,
    spec: step.spec,
    survey: step.survey,
    inputs: step.inputs,
    task: step.plan?.tasks.find((task) => task.name === attempt.task),
    taskOutputs: Object.fromEntries(siblings.map(({ task, outputs }) => [task, outputs])),
    machine: await context.machine(),
    scratchDirectory: scratchOf(context, attempt.key),
    home: context.home,
    ...(control === undefined ? {} : { control }),
  });
}

async function giveUp(context: EngineContext, attempt: AttemptRow, cause: unknown): Promise<void> {
  const error = toErrorData(cause);
  context.log.error('attempt-submit-failed', {
    attemptId: attempt.id,
    code: error.code,
    message: error.message,
  });
  await changeRun(context, attempt.runId, async (change) => {
    const current = await reloadActive(change, attempt);
    if (current === undefined) return;
    await endAttempt(context, change, { attempt: current, end: { state: 'failed', error, isCounted: true } });
  });
}
