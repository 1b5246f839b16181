/**
 * Makes a waiting step ready once its inputs are known: survey, key, plan.
 * Invariant: all three are stored together and never change afterwards, so a step that is tried again has the same key.
 */
import { type Digest, errorCodes, type Json, SlipwayError, stepPlan, toErrorData } from '@slipway/contracts';
import { and, eq } from 'drizzle-orm';
import { changeRun, type EngineContext } from './engine-context.ts';
import type { OpenStep } from './open-work.ts';
import { readForeseen } from './read-foreseen.ts';
import { splitReference } from './resolved-recipe.ts';
import { backoffOf } from './run-policy.ts';
import { type RunRow, type StepRow, steps } from './run-tables.ts';
import { failStep } from './settle-step.ts';
import { findStage } from './stage-catalogue.ts';
import { computeStepKey } from './step-key.ts';

/** Digests by role; undefined while a step before is not done. */
export function resolveInputs(
  step: OpenStep,
  outputsOf: (step: string) => Record<string, Digest> | undefined,
): Record<string, Digest[]> | undefined {
  const inputs: Record<string, Digest[]> = {};
  for (const [role, references] of Object.entries(step.references)) {
    const digests: Digest[] = [];
    for (const reference of references) {
      const made = splitReference(reference);
      const known = made === undefined ? (reference as Digest) : outputsOf(made.step)?.[made.output];
      if (known === undefined) return undefined;
      digests.push(known);
    }
    inputs[role] = digests;
  }
  return inputs;
}

/** Surveys, keys and plans a step whose inputs are known. What goes wrong ends the step, or is tried again where it may pass. */
export async function prepareStep(
  context: EngineContext,
  run: RunRow,
  work: { step: OpenStep; inputs: Record<string, Digest[]> },
): Promise<void> {
  const { step, inputs } = work;
  const isOfStep = and(eq(steps.runId, run.id), eq(steps.name, step.name));
  try {
    const ready = await computeReady(context, run, work);
    await changeRun(context, run.id, async ({ tx }) => {
      await tx
        .update(steps)
        .set({ inputs, ...ready, notBefore: null })
        .where(and(isOfStep, eq(steps.state, 'waiting')));
    });
  } catch (error) {
    if (context.signal.aborted) return;
    await recordFailure(context, work.step, error);
  }
}

async function computeReady(
  context: EngineContext,
  run: RunRow,
  { step, inputs }: { step: OpenStep; inputs: Record<string, Digest[]> },
): Promise<Pick<StepRow, 'key' | 'survey' | 'plan'>> {
  const rows = await context.database
    .select({ spec: steps.spec })
    .from(steps)
    .where(and(eq(steps.runId, run.id), eq(steps.name, step.name)));
  const spec = rows[0]?.spec ?? {};
  const stage = findStage(context.stages, step.stage, step.name);
  if (stage.version !== step.stageVersion) throw versionChanged(step, stage.version);
  const { signal, objects } = context;
  const surveyContext = { signal, objects, workingDirectory: run.workingDirectory };
  const survey: Json = stage.survey === undefined ? null : await stage.survey(spec, surveyContext);
  const key = computeStepKey({ stage: stage.name, stageVersion: stage.version, spec, survey, inputs });
  const foreseen = await readForeseen(context.store, inputs);
  const plan = stepPlan.parse(
    stage.plan({ spec, survey, inputs: foreseen, machine: await context.machine() }),
  );
  return { key, survey, plan };
}

function versionChanged(step: OpenStep, version: string): SlipwayError {
  return new SlipwayError({
    code: 'stage-unknown',
    message: `the run was started with version ${step.stageVersion} of stage ${step.stage}; this is version ${version}`,
    hint: 'Start the recipe again; what is made already is reused.',
  });
}

async function recordFailure(context: EngineContext, step: OpenStep, cause: unknown): Promise<void> {
  const error = toErrorData(cause);
  const isInternal = !errorCodes[error.code]?.isUserError;
  const stack = isInternal && cause instanceof Error ? { stack: cause.stack } : {};
  context.log.warn('step-not-ready', { runId: step.runId, step: step.name, ...error, ...stack });
  await changeRun(context, step.runId, async (change) => {
    const numSurveyFailures = step.numSurveyFailures + 1;
    if (!error.retryable || numSurveyFailures >= context.policy.maxAttempts) {
      await failStep(change, step, error);
      return;
    }
    const notBefore = new Date(change.now.getTime() + backoffOf(context.policy, numSurveyFailures));
    await change.tx
      .update(steps)
      .set({ numSurveyFailures, notBefore })
      .where(and(eq(steps.runId, step.runId), eq(steps.name, step.name)));
  });
}
