/** What cannot be compared is refused before any engine is loaded. */
import type { Digest, EvaluationResult } from '@slipway/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, openBench } from '../testing/make-run-context.ts';
import { evaluation } from './index.ts';
import { evaluationSpec } from './spec.ts';

let bench: Bench;
let inputs: { model: Digest; dataset: Digest; pairs: Digest };
beforeEach(async () => {
  bench = await openBench();
  inputs = {
    model: await bench.commit('model', { files: { 'model.gguf': 'no model' } }),
    dataset: await bench.commit('dataset', { files: { 'documents.jsonl': '' } }),
    pairs: await bench.commit('pairs', { files: { 'heldout.jsonl': '', 'choices.jsonl': '' } }),
  };
});
afterEach(() => bench.dispose());

async function against(measuredOn: EvaluationResult['measuredOn']): Promise<Digest> {
  const result: EvaluationResult = {
    label: 'base',
    model: inputs.model,
    measuredOn,
    scores: [],
    baselines: [],
  };
  return bench.commit('evaluation', {
    files: { 'result.json': JSON.stringify(result), 'samples.jsonl': '' },
  });
}
const run = async (earlier: Digest) =>
  bench.run(evaluation, { spec: { maxTokens: 64 }, inputs: { ...inputs, against: [earlier] } });

test.each(['dataset', 'pairs', 'maxTokens'] as const)(
  'another %s is refused with both values',
  async (field) => {
    const { dataset, pairs } = inputs;
    const same = { dataset, pairs, maxTokens: 64 };
    const other = field === 'maxTokens' ? 128 : inputs.model;
    await expect(run(await against({ ...same, [field]: other }))).rejects.toMatchObject({
      code: 'spec-invalid',
      message: expect.stringMatching(new RegExp(`${field} ${other}, this one with ${same[field]}`)),
    });
  },
);

test('a result that does not say what it was measured on is refused; the same goes on to the engine', async () => {
  await expect(run(await against(undefined))).rejects.toMatchObject({ code: 'spec-invalid' });
  const { dataset, pairs } = inputs;
  const same = await against({ dataset, pairs, maxTokens: 64 });
  await expect(run(same)).rejects.toMatchObject({ code: expect.stringMatching(/^(engine|weights)-/) });
});

test('a task named twice would count its samples twice', () => {
  expect(evaluationSpec.safeParse({ tasks: ['answers', 'answers'] }).error?.issues[0]?.message).toBe(
    'each task once',
  );
});
