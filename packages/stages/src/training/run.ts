/**
 * Carries out a tuning run in the PyTorch worker and commits the adapter.
 * Invariant: goes on from the newest checkpoint in the scratch folder; the result is the same wherever it was cut off.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Digest, invariant, type Json } from '@slipway/contracts';
import { joinLicences, type RunContext } from '@slipway/core';
import { readPairsSize } from './plan.ts';
import type { TrainingSpec } from './spec.ts';
import { decideTokenBudget, type TokenBudget } from './token-budget.ts';
import { type TrainRequest, trainingRecord, trainMessage, trainWorker } from './worker.ts';

export async function runTraining(context: RunContext<TrainingSpec>): Promise<Record<string, Digest>> {
  const [base] = context.inputs.base ?? [];
  const [pairs] = context.inputs.pairs ?? [];
  invariant(base && pairs, 'training has a base and pairs');
  const numParameters = Number(base.manifest.facts.numParameters);
  const budget = decideTokenBudget(context.spec, readPairsSize(pairs.manifest.facts), numParameters);
  const request = await prepareRequest(context, budget);
  await context.workers.run({
    ...trainWorker,
    request: request as unknown as Json,
    signal: context.signal,
    onMessage: (message) => passOn(context, message),
  });
  const adapter = await commitAdapter(context, request.outputDirectory, budget);
  await rm(request.checkpointDirectory, { recursive: true, force: true });
  return { adapter };
}

async function prepareRequest(context: RunContext<TrainingSpec>, budget: TokenBudget): Promise<TrainRequest> {
  const { spec, inputs, store, scratchDirectory } = context;
  const [base] = inputs.base ?? [];
  const [pairs] = inputs.pairs ?? [];
  invariant(base && pairs, 'training has a base and pairs');
  const baseDirectory = join(scratchDirectory, 'base');
  await rm(baseDirectory, { recursive: true, force: true });
  await store.materialise(base.digest, baseDirectory);
  const checkpointDirectory = join(scratchDirectory, 'checkpoints');
  await mkdir(checkpointDirectory, { recursive: true });
  return {
    command: 'train',
    base: { path: join(baseDirectory, 'model.gguf') },
    baseName: base.manifest.name,
    pairs: await store.locateFile(pairs.digest, 'train.jsonl'),
    outputDirectory: join(scratchDirectory, 'adapter'),
    checkpointDirectory,
    lora: { rank: spec.rank, alpha: spec.alpha, dropout: spec.dropout, targetModules: spec.targetModules },
    optimiser: {
      learningRate: spec.learningRate,
      warmupShare: spec.warmupShare,
      weightDecay: spec.weightDecay,
      schedule: spec.schedule,
    },
    maxSequenceTokens: spec.maxSequenceTokens,
    batchTokens: spec.batchTokens,
    totalTokens: budget.numTokens,
    seed: spec.seed,
    threads: context.machine.threads,
    dtype: spec.dtype,
    checkpointEverySteps: spec.checkpointEverySteps,
  };
}

function passOn(context: RunContext<TrainingSpec>, raw: { type: string; [field: string]: Json }): void {
  const parsed = trainMessage.safeParse(raw);
  if (!parsed.success) {
    context.log.debug('worker-message', { type: raw.type });
    return;
  }
  const message = parsed.data;
  if (message.type === 'metric') context.reportMetric(message.name, message.step, message.value);
  else if (message.type === 'warning') {
    const { message: en, chinese: zh } = message;
    context.warn(zh === undefined ? en : { en, zh });
  } else {
    const { done, total, unit } = message;
    const ratePerSecond = message.ratePerSecond ?? undefined;
    const known = ratePerSecond === undefined || ratePerSecond <= 0;
    const rate = known
      ? {}
      : { ratePerSecond, remainingMs: Math.max(0, ((total - done) / ratePerSecond) * 1000) };
    context.reportProgress({ done, total, unit, ...rate });
  }
}

async function commitAdapter(
  context: RunContext<TrainingSpec>,
  directory: string,
  budget: TokenBudget,
): Promise<Digest> {
  const { spec, inputs, store } = context;
  const record = trainingRecord.parse(JSON.parse(await readFile(join(directory, 'training.json'), 'utf8')));
  const draft = await store.draft();
  for (const name of ['adapter_model.safetensors', 'adapter_config.json', 'training.json']) {
    await draft.addFile(name, join(directory, name));
  }
  const [base] = inputs.base ?? [];
  const [pairs] = inputs.pairs ?? [];
  invariant(base && pairs, 'training has a base and pairs');
  return context.commit({
    output: 'adapter',
    draft,
    kind: 'adapter',
    name: spec.name,
    parents: [
      { role: 'base', digest: base.digest },
      { role: 'pairs', digest: pairs.digest },
    ],
    licences: joinLicences(base.manifest, pairs.manifest),
    facts: {
      rank: spec.rank,
      numTokens: record.tokens,
      numSteps: record.steps,
      dtype: record.dtype,
      rule: budget.rule,
      finalLoss: record.curve.at(-1)?.loss ?? null,
    },
  });
}
