import type { DeploymentRequest, Digest } from '@slipway/contracts';
import type { DeploymentControl } from '@slipway/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, openBench } from '../testing/make-run-context.ts';
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

test.each(['Upper', '-dash', 'two words', ''])('"%s" is no alias', (alias) => {
  expect(servingSpec.safeParse({ alias }).success).toBe(false);
});
