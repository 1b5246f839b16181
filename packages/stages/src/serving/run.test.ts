import type { DeploymentRequest, Digest } from '@slipway/contracts';
import type { DeploymentControl } from '@slipway/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, fixedMachine, openBench } from '../testing/make-run-context.ts';
import { serving } from './index.ts';
import { servingSpec } from './spec.ts';

let bench: Bench;
let proposed: DeploymentRequest[];
const deployments: DeploymentControl = {
  propose: async (request) => {
    proposed.push(request);
    throw new Error('proposed');
  },
  waitUntilReady: () => Promise.reject(new Error('not reached')),
  judge: () => Promise.reject(new Error('not reached')),
};
beforeEach(async () => {
  bench = await openBench();
  proposed = [];
});
afterEach(() => bench.dispose());

const serve = (inputs: Record<string, Digest | Digest[]>) =>
  bench.run(serving, { spec: { alias: 'a' }, inputs, over: { deployments } });
const commitModel = (stage: string, parents: { role: string; digest: Digest }[] = []) =>
  bench.commit('model', { files: { 'model.gguf': 'not a model' }, stage, parents, name: `by-${stage}` });

test('a converted model without a gate is refused before anything is proposed', async () => {
  const base = await commitModel('pull');
  const model = await commitModel('quantisation', [{ role: 'model', digest: base }]);
  await expect(serve({ model })).rejects.toMatchObject({
    code: 'gate-failed',
    message: 'no gate proves that by-quantisation is still the model it was made from',
  });
  expect(proposed).toEqual([]);
});

test('a model with a failed gate is refused, and the place is named', async () => {
  const model = await commitModel('pull');
  const check = {
    name: 'token-ids',
    passed: false,
    measured: 1,
    bound: 0,
    unit: 'texts',
    place: 'text "zh", token 4',
  };
  const report = {
    handover: 'merge',
    from: '',
    to: '',
    model,
    passed: false,
    checks: [check],
    numTexts: 1,
    numPositions: 1,
  };
  const gate = await bench.commit('gate-report', { files: { 'report.json': JSON.stringify(report) } });
  await expect(serve({ model, gates: [gate] })).rejects.toMatchObject({
    code: 'gate-failed',
    message: expect.stringContaining('text "zh", token 4'),
  });
  expect(proposed).toEqual([]);
});

test('a file that no engine can load never becomes a deployment', async () => {
  const model = await commitModel('pull');
  await expect(serve({ model })).rejects.toMatchObject({ code: expect.stringMatching(/^(engine|weights)-/) });
  expect(proposed).toEqual([]);
});

describe('the plan', () => {
  const foreseen = { sizeBytes: 1e8, facts: { contextTokens: 2048, cacheBytesPerToken: 1000 } };
  const plan = (contextTokens: number, facts: typeof foreseen.facts | object = foreseen.facts) =>
    serving.plan({
      spec: servingSpec.parse({ alias: 'a', contextTokens }),
      survey: null,
      inputs: { model: [{ ...foreseen, facts: facts as typeof foreseen.facts }] },
      machine: fixedMachine,
    });
  const memoryOf = (made: ReturnType<typeof plan>) => made.tasks[0]?.resources.memoryBytes ?? 0;

  test('a context beyond what the model was made for is refused by field, value and limit', () => {
    expect(() => plan(100_000)).toThrow('"contextTokens" is 100000, but the model was made for at most 2048');
    expect(plan(2048).tasks).toHaveLength(1);
    expect(plan(100_000, {}).tasks).toHaveLength(1);
  });

  test('memory grows with the context, by what the model keeps of each token', () => {
    expect(memoryOf(plan(2048)) - memoryOf(plan(1024))).toBe(3 * 1024 * 1000);
    expect(memoryOf(plan(200_000, {})) - memoryOf(plan(1000, {}))).toBeGreaterThan(1e9);
  });
});

test.each(['Upper', '-dash', 'two words', ''])('"%s" is no alias', (alias) => {
  expect(servingSpec.safeParse({ alias }).success).toBe(false);
});
