/**
 * Scores one model on the held-out part and compares it, sample by sample, with earlier evaluations.
 * Invariant: outcomes hold no times; the same model, data and spec give the same file.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Comparison,
  choiceQuestion,
  type Digest,
  datasetDocument,
  type EvaluationResult,
  evaluationResult,
  invariant,
  type Pair,
  pair,
  type SampleOutcome,
  type Score,
  SlipwayError,
  sampleOutcome,
} from '@slipway/contracts';
import {
  collectRecords,
  type Engine,
  type InputArtifact,
  joinLicences,
  type RunContext,
  writeRecords,
} from '@slipway/core';
import { loadLlamaEngine } from '@slipway/engines';
import type { EvaluationSpec } from './spec.ts';
import { type ComparedSide, compareOutcomes } from './statistics/compare-outcomes.ts';
import { estimateMean } from './statistics/estimate.ts';
import { answers } from './tasks/answers.ts';
import { choices } from './tasks/choices.ts';
import { documents } from './tasks/documents.ts';
import type { EvaluationTask, HeldOut } from './tasks/evaluation-task.ts';

const tasks: Record<EvaluationSpec['tasks'][number], EvaluationTask> = { answers, documents, choices };

/** Room beside the tokens that are read: question and chat template. */
const promptTokens = 1024;
const minContextTokens = 2048;

export async function runEvaluation(context: RunContext<EvaluationSpec>): Promise<Record<string, Digest>> {
  const [model] = context.inputs.model ?? [];
  invariant(model, 'evaluation has a model');
  const heldOut = await readHeldOut(context);
  const against = await Promise.all((context.inputs.against ?? []).map((one) => readSide(context, one)));
  const engine = await loadLlamaEngine({
    modelPath: await context.store.locateFile(model.digest, 'model.gguf'),
    contextTokens: Math.max(minContextTokens, context.spec.maxTokens + promptTokens),
    numSequences: 1,
    threads: { decode: context.machine.threads, prompt: context.machine.threads },
  });
  try {
    const outcomes = await scoreTasks(context, engine, heldOut);
    return { evaluation: await commitEvaluation(context, { model, heldOut, outcomes, against }) };
  } finally {
    await engine.dispose();
  }
}

async function readHeldOut({ inputs, store }: RunContext<EvaluationSpec>): Promise<HeldOut> {
  const [dataset] = inputs.dataset ?? [];
  const [pairs] = inputs.pairs ?? [];
  invariant(dataset && pairs, 'evaluation has a dataset and pairs');
  const all = await collectRecords(
    await store.locateFile(dataset.digest, 'documents.jsonl'),
    datasetDocument,
  );
  return {
    documents: all.filter((one) => one.split === 'heldout'),
    pairs: await collectRecords<Pair>(await store.locateFile(pairs.digest, 'heldout.jsonl'), pair),
    choices: await collectRecords(await store.locateFile(pairs.digest, 'choices.jsonl'), choiceQuestion),
  };
}

async function scoreTasks(
  context: RunContext<EvaluationSpec>,
  engine: Engine,
  heldOut: HeldOut,
): Promise<SampleOutcome[]> {
  const { spec } = context;
  const chosen = spec.tasks.map((name) => tasks[name]);
  const total = chosen.reduce((sum, task) => sum + task.countSamples(heldOut, spec), 0);
  if (total === 0) {
    throw new SlipwayError({
      code: 'evaluation-empty',
      message: 'no held-out document is left to measure on',
      hint: 'Give more documents, or a larger held-out share in the data step.',
    });
  }
  const outcomes: SampleOutcome[] = [];
  const startedAt = performance.now();
  for (const task of chosen) {
    for await (const outcome of task.score(engine, heldOut, spec)) {
      context.signal.throwIfAborted();
      invariant(Number.isFinite(outcome.value), `${task.name} of ${outcome.id} is not a number`);
      outcomes.push(outcome);
      const ratePerSecond = (outcomes.length * 1000) / (performance.now() - startedAt);
      const remainingMs = ((total - outcomes.length) / ratePerSecond) * 1000;
      context.reportProgress({
        done: outcomes.length,
        total,
        unit: 'samples',
        ratePerSecond,
        remainingMs,
        activity: task.name,
      });
    }
  }
  return outcomes;
}

function summarise(outcomes: SampleOutcome[], spec: EvaluationSpec): Score[] {
  return spec.tasks.flatMap((name) => {
    const task = tasks[name];
    const own = outcomes.filter((one) => one.task === name);
    if (own.length === 0) return [];
    const { mean, standardError } = estimateMean(own.map((one) => ({ ...one, cluster: one.document })));
    const { metric, unit, isLowerBetter } = task;
    return [{ task: name, metric, unit, isLowerBetter, value: mean, standardError, numSamples: own.length }];
  });
}

async function commitEvaluation(
  context: RunContext<EvaluationSpec>,
  made: { model: InputArtifact; heldOut: HeldOut; outcomes: SampleOutcome[]; against: ComparedSide[] },
): Promise<Digest> {
  const { spec, store, inputs } = context;
  const scores = summarise(made.outcomes, spec);
  const baselines = spec.tasks.flatMap((name) => tasks[name].baselines(made.heldOut, spec));
  const result = evaluationResult.parse({
    label: spec.label,
    model: made.model.digest,
    measuredOn: describeMeasuredOn(context),
    scores,
    baselines,
  });
  const to = { label: spec.label, scores, outcomes: made.outcomes };
  const comparisons: Comparison[] = made.against.flatMap((from) =>
    compareOutcomes(from, to, spec.numStandardErrors),
  );
  const draft = await store.draft();
  await draft.writeFile('result.json', `${JSON.stringify(result, null, 2)}\n`);
  await draft.writeFile('comparisons.json', `${JSON.stringify(comparisons, null, 2)}\n`);
  await writeRecords(join(draft.directory, 'samples.jsonl'), made.outcomes);
  const parents = ['model', 'dataset', 'pairs', 'against'].flatMap((role) =>
    (inputs[role] ?? []).map(({ digest }) => ({ role, digest })),
  );
  return context.commit({
    output: 'evaluation',
    draft,
    kind: 'evaluation',
    name: `scores-${spec.label}`,
    parents,
    licences: joinLicences(...['model', 'dataset', 'pairs'].map((role) => inputs[role]?.[0]?.manifest)),
    facts: { label: spec.label, numSamples: made.outcomes.length },
  });
}

type MeasuredOn = NonNullable<EvaluationResult['measuredOn']>;

function describeMeasuredOn({ inputs, spec }: RunContext<EvaluationSpec>): MeasuredOn {
  const [dataset] = inputs.dataset ?? [];
  const [pairs] = inputs.pairs ?? [];
  invariant(dataset && pairs, 'evaluation has a dataset and pairs');
  return { dataset: dataset.digest, pairs: pairs.digest, maxTokens: spec.maxTokens };
}

/** An earlier evaluation. @throws SlipwayError `spec-invalid` where it was measured on something else */
async function readSide(context: RunContext<EvaluationSpec>, artifact: InputArtifact): Promise<ComparedSide> {
  const { store } = context;
  const text = await readFile(await store.locateFile(artifact.digest, 'result.json'), 'utf8');
  const { label, scores, measuredOn } = evaluationResult.parse(JSON.parse(text));
  requireSame(label, measuredOn, describeMeasuredOn(context));
  const outcomes = await collectRecords(
    await store.locateFile(artifact.digest, 'samples.jsonl'),
    sampleOutcome,
  );
  return { label, scores, outcomes };
}

function requireSame(label: string, before: MeasuredOn | undefined, now: MeasuredOn): void {
  const field = (['dataset', 'pairs', 'maxTokens'] as const).find((one) => before?.[one] !== now[one]);
  if (field === undefined) return;
  throw new SlipwayError({
    code: 'spec-invalid',
    message: `"against" ${label} was measured with ${field} ${before?.[field] ?? 'unknown'}, this one with ${now[field]}: their samples are no pairs`,
    hint: `Measure both with the same ${field}, or leave ${label} out of "against".`,
  });
}
