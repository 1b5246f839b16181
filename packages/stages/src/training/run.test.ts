import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest, Json } from '@slipway/contracts';
import type { WorkerRunner } from '@slipway/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, openBench } from '../testing/make-run-context.ts';
import { training } from './index.ts';
import type { TrainRequest } from './worker.ts';

let bench: Bench;
let inputs: { base: Digest; pairs: Digest };
let requests: TrainRequest[];
beforeEach(async () => {
  bench = await openBench();
  requests = [];
  inputs = {
    base: await bench.commit('model', {
      files: { 'model.gguf': 'weights' },
      facts: { numParameters: 135e6 },
      licences: [{ spdx: 'MIT' }],
      name: 'small',
    }),
    pairs: await bench.commit('pairs', {
      files: { 'train.jsonl': '{}\n' },
      facts: { numTrainCharacters: 40_000, hanShare: 0 },
      licences: [{ spdx: 'CC-BY-NC-4.0' }],
    }),
  };
});
afterEach(() => bench.dispose());

/** Stands for the Python worker: says what it would and leaves what it would. */
const worker = (messages: { type: string; [field: string]: Json }[]): WorkerRunner => ({
  run: async ({ environment, module, request, onMessage }) => {
    expect({ environment, module }).toEqual({ environment: 'train', module: 'slipway_train' });
    const asked = request as unknown as TrainRequest;
    requests.push(asked);
    expect(await readFile(asked.base.path, 'utf8')).toBe('weights');
    expect(await readFile(asked.pairs, 'utf8')).toBe('{}\n');
    for (const message of messages) onMessage(message);
    await mkdir(asked.outputDirectory, { recursive: true });
    const curve = [{ step: 1, loss: 2.5 }];
    const record = { tokens: asked.totalTokens, steps: 1, dtype: 'float32', curve };
    for (const [name, text] of [
      ['adapter_model.safetensors', 'tensors'],
      ['adapter_config.json', '{}'],
      ['training.json', JSON.stringify(record)],
    ] as const) {
      await writeFile(join(asked.outputDirectory, name), text);
    }
    return {};
  },
});

test('asks for the tokens of the rule, passes on what the worker says, commits what it left', async () => {
  const workers = worker([
    { type: 'progress', done: 10, total: 100, unit: 'tokens', ratePerSecond: 9 },
    { type: 'progress', done: 0, total: 100, unit: 'tokens', ratePerSecond: null },
    { type: 'metric', name: 'loss', step: 1, value: 2.5 },
    { type: 'warning', message: 'slow', chinese: '慢' },
    { type: 'unheard-of', detail: 1 },
  ]);
  const made = await bench.run(training, { inputs, over: { workers } });
  expect(requests[0]).toMatchObject({ totalTokens: 30_000, threads: 2, baseName: 'small', dtype: 'auto' });
  expect(bench.progress[0]).toEqual({
    done: 10,
    total: 100,
    unit: 'tokens',
    ratePerSecond: 9,
    remainingMs: 10_000,
  });
  expect(bench.progress[1]).toEqual({ done: 0, total: 100, unit: 'tokens' });
  expect(bench.metrics).toEqual([{ name: 'loss', step: 1, value: 2.5 }]);
  expect(bench.warnings).toEqual(['slow']);
  expect(bench.chineseWarnings).toEqual(['慢']);
  const manifest = await bench.store.readManifest(made.adapter as Digest);
  expect(manifest.parents.map((parent) => parent.role)).toEqual(['base', 'pairs']);
  expect(manifest.facts).toMatchObject({ numTokens: 30_000, finalLoss: 2.5, rank: 16 });
  expect(manifest.licences).toEqual([{ spdx: 'CC-BY-NC-4.0' }, { spdx: 'MIT' }]);
});

test('checkpoints stay while it is not done, and go when it is', async () => {
  const folder = join(bench.folder, 'scratch', 'training');
  const dying: WorkerRunner = {
    run: async ({ request }) => {
      const { checkpointDirectory } = request as unknown as TrainRequest;
      await writeFile(join(checkpointDirectory, 'step-10'), 'state');
      throw new Error('killed');
    },
  };
  await expect(bench.run(training, { inputs, over: { workers: dying } })).rejects.toThrow('killed');
  expect(await readdir(join(folder, 'checkpoints'))).toEqual(['step-10']);
  await bench.run(training, { inputs, over: { workers: worker([]) } });
  expect(await readdir(folder)).not.toContain('checkpoints');
});
