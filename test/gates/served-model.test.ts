/** The gate "serve": an endpoint that serves another model than the file is refused, and what stands behind a refusal does not run. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Digest,
  type GateReport,
  gateReport,
  newId,
  type Run,
  run as runSchema,
} from '@slipway/contracts';
import type { DeploymentControl } from '@slipway/core';
import { spawnEngineProcess } from '@slipway/engines';
import { serving } from '@slipway/stages';
import { convertGguf } from '@slipway/weights';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSlipway } from '../command-line/run-slipway.ts';
import { type GateBench, type Hosted, openGateBench } from './gate-bench.ts';
import { type Fault, plantFault, replaceTexts, replaceValue, scaleTensor } from './planted-faults.ts';
import { writeTinyProbeModel } from './tiny-probe-model.ts';

const contextTokens = 1024;

describe('the gate of an endpoint', () => {
  let bench: GateBench;
  let path: string;
  let model: Digest;
  let index: Digest;

  beforeAll(async () => {
    bench = await openGateBench();
    path = join(bench.folder, 'file.gguf');
    await writeTinyProbeModel(path);
    model = await bench.commit('model', { 'model.gguf': path }, 'Apache-2.0');
    index = await bench.commit('index', { 'passages.jsonl': path }, 'CC-BY-NC-4.0');
  });
  afterAll(() => bench?.dispose());

  /** Serves a file as the server would, and hosts the stage that is to prove it. */
  async function serve(servedPath: string): Promise<Hosted & { judged: GateReport[] }> {
    const judged: GateReport[] = [];
    const engine = await spawnEngineProcess({
      config: {
        modelPath: servedPath,
        contextTokens,
        numSequences: 1,
        threads: { decode: 1, prompt: 2 },
        directory: join(bench.folder, newId('deployment')),
        token: 't'.repeat(32),
      },
    });
    const deployments: DeploymentControl = {
      propose: () => Promise.resolve(newId('deployment')),
      waitUntilReady: () => Promise.resolve(engine.address),
      judge: async (_id, digest) => {
        const path = await bench.store.locateFile(digest, 'report.json');
        judged.push(gateReport.parse(JSON.parse(await readFile(path, 'utf8'))));
      },
    };
    try {
      const hosted = await bench.host({
        stage: serving,
        spec: { alias: 'tiny', contextTokens },
        inputs: { model, index },
        deployments,
      });
      return { ...hosted, judged };
    } finally {
      await engine.stop();
    }
  }

  it('passes the file itself', { timeout: 60_000 }, async () => {
    const { exitCode, outputs, judged } = await serve(path);
    expect(exitCode).toBe(0);
    expect(Object.keys(outputs ?? {}).sort()).toEqual(['deployment', 'report']);
    expect(judged).toMatchObject([{ handover: 'serve', passed: true, model }]);
    const { licences } = await bench.store.readManifest(outputs?.deployment as Digest);
    expect(licences.map((one) => one.spdx)).toEqual(['Apache-2.0', 'CC-BY-NC-4.0']);
  });

  const others: { what: string; fault: Fault; place: RegExp }[] = [
    {
      what: 'weights',
      fault: scaleTensor('blk.0.ffn_norm.weight', 1.5),
      place: /logits.*text ".+", position \d+, token \d+: -?\d.* became .* nats/,
    },
    {
      what: 'a chat template',
      fault: replaceValue('tokenizer.chat_template', (value) => ({
        type: 'string',
        value: String(value.value).replace("'<|im_end|>' + '\\n'", "'<|im_end|>'"),
      })),
      place: /chat-template: chat "one-turn", character \d+: .* became /,
    },
    {
      what: 'a tokenizer',
      fault: replaceTexts('tokenizer.ggml.merges', (merges) => merges.splice(0, 1, 'z z')),
      place: /token-ids: text ".+", token \d+: \d+ became \d+/,
    },
  ];

  it.each(others)(
    'refuses an endpoint with $what of another model',
    { timeout: 60_000 },
    async ({ fault, place }) => {
      const other = join(bench.folder, 'other.gguf');
      await plantFault(path, other, fault);
      const { exitCode, outputs, error, judged, messages } = await serve(other);
      expect({ exitCode, outputs }).toEqual({ exitCode: 1, outputs: undefined });
      expect(error).toMatchObject({ code: 'gate-failed', retryable: false });
      expect(error?.message).toMatch(place);
      expect(judged).toMatchObject([{ passed: false }]);
      expect(messages.some((one) => one.type === 'artifact-made' && one.kind === 'deployment')).toBe(false);
    },
  );
});

describe('what stands behind a gate that refuses', () => {
  it('does not run, and the run says why', { timeout: 180_000 }, async () => {
    const slipway = await openSlipway();
    try {
      await writeModels(slipway.folder);
      const recipe = join(slipway.folder, 'recipe.json');
      await writeFile(recipe, JSON.stringify(makeRecipe('faulty.gguf')));
      const refused = await slipway.runJson('run', recipe);
      expect(refused.exitCode).toBe(1);
      const run: Run = runSchema.parse(refused.last);
      expect(statesOf(run)).toEqual({
        base: 'succeeded',
        converted: 'succeeded',
        gate: 'failed',
        service: 'skipped',
      });
      expect(run.error).toMatchObject({ code: 'gate-failed' });
      expect(run.error?.message).toMatch(/metadata llama\.rope\.freq_base: 10000 became 1000/);
      const deployments = await slipway.runJson('models');
      expect(JSON.stringify(deployments.last)).not.toMatch(/"state":"(serving|proving)"/);

      await writeFile(recipe, JSON.stringify(makeRecipe('sound.gguf')));
      const passed = runSchema.parse((await slipway.runJson('run', recipe)).last);
      expect(passed.error).toBeUndefined();
      expect(statesOf(passed)).toEqual({
        base: 'reused',
        converted: 'succeeded',
        gate: 'succeeded',
        service: 'succeeded',
      });
    } finally {
      await slipway.dispose();
    }
  });
});

async function writeModels(folder: string): Promise<void> {
  const [base, sound, faulty] = ['base.gguf', 'sound.gguf', 'faulty.gguf'].map((name) => join(folder, name));
  await writeTinyProbeModel(base as string);
  await convertGguf(base as string, sound as string, { type: 'f16' });
  await plantFault(
    sound as string,
    faulty as string,
    replaceValue('llama.rope.freq_base', () => ({ type: 'float32', value: 1000 })),
  );
}

function makeRecipe(candidate: string) {
  const model = 'converted.model';
  return {
    name: 'behind-a-gate',
    steps: {
      base: { stage: 'pull', spec: { model: './base.gguf' } },
      converted: { stage: 'pull', spec: { model: `./${candidate}` } },
      gate: { stage: 'parity', spec: { handover: 'quantise' }, inputs: { reference: 'base.model', model } },
      service: {
        stage: 'serving',
        spec: { alias: 'tiny', contextTokens },
        inputs: { model, gates: ['gate.report'] },
      },
    },
  };
}

function statesOf(run: Run): Record<string, string> {
  return Object.fromEntries(run.steps.map((step) => [step.name, step.state]));
}
