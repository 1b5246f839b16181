import { probe } from '@slipway/contracts';
import { compareProbes } from '@slipway/core';
import { expect, test } from 'vitest';
import { probeOutput, toProbe } from './worker.ts';

/** Raw logits of three positions over a vocabulary of four, as the worker writes them. */
const logits = [
  [2, 1, 0, -1],
  [0, 3, 1, 1],
  [1, 1, 1, 1],
];
const logSumExp = logits.map((row) => Math.log(row.reduce((sum, one) => sum + Math.exp(one), 0)));
const ids = [0, 1, 2];
const output = probeOutput.parse({
  texts: [
    {
      id: 'en',
      ids,
      nextLogProbabilities: [logits[0]?.[1], logits[1]?.[2]].map(
        (one, place) => (one ?? 0) - (logSumExp[place] ?? 0),
      ),
      topIds: [
        [0, 1],
        [1, 2],
        [0, 1],
      ],
      topLogits: [
        [2, 1],
        [3, 1],
        [1, 1],
      ],
      logSumExp,
    },
    { id: 'one', ids: [3], nextLogProbabilities: [], topIds: [[0]], topLogits: [[2]], logSumExp: [3] },
  ],
  chats: [{ id: 'chat', text: '<user>hi', ids: [1, 2] }],
});
const texts = [
  { id: 'en', text: 'abc' },
  { id: 'one', text: 'd' },
];
const bounds = { meanLogit: 0.01, maxLogit: 0.1, bitsPerByte: 0.01 };

test('logits become log-probabilities, one position fewer than tokens', () => {
  const made = probe.parse(toProbe(output));
  const [first, single] = made.texts;
  expect(first?.tokens).toEqual(ids);
  expect(first?.top).toHaveLength(2);
  expect(first?.top[1]).toEqual({
    tokens: [1, 2],
    logProbabilities: [3 - (logSumExp[1] ?? 0), 1 - (logSumExp[1] ?? 0)],
  });
  const likeliest = first?.top[0]?.logProbabilities ?? [];
  expect(Math.exp(likeliest[0] ?? 0) + Math.exp(likeliest[1] ?? 0)).toBeLessThan(1);
  expect(first?.logProbabilities[0]).toBeCloseTo(likeliest[1] ?? 0, 12);
  expect(single).toMatchObject({ tokens: [3], logProbabilities: [], top: [] });
  expect(made.chats).toEqual([{ id: 'chat', text: '<user>hi', tokens: [1, 2] }]);
});

test('a probe passes against itself, and a shift of all logits changes nothing', () => {
  const shifted = structuredClone(output);
  for (const text of shifted.texts) {
    text.topLogits = text.topLogits.map((row) => row.map((one) => one + 5));
    text.logSumExp = text.logSumExp.map((one) => one + 5);
  }
  for (const other of [output, shifted]) {
    const checks = compareProbes(toProbe(output), toProbe(other), { bounds, texts });
    expect(checks.filter((check) => !check.passed)).toEqual([]);
  }
});

test('a number that the worker could not tell fails the gate', () => {
  const broken = structuredClone(output);
  if (broken.texts[0]) broken.texts[0].nextLogProbabilities[1] = null;
  const checks = compareProbes(toProbe(output), toProbe(broken), { bounds, texts });
  expect(checks.filter((check) => !check.passed).map((check) => check.name)).toContain('bits-per-byte');
});

test('another token, another template and another likelihood each fail, with their place', () => {
  const token = structuredClone(output);
  if (token.texts[0]) token.texts[0].ids[1] = 3;
  const template = structuredClone(output);
  if (template.chats[0]) template.chats[0].text = '<user>ho';
  const logit = structuredClone(output);
  if (logit.texts[0]) logit.texts[0].topLogits[1] = [2, 1];
  const failed = [token, template, logit].map((other) =>
    compareProbes(toProbe(output), toProbe(other), { bounds, texts }).filter((check) => !check.passed),
  );
  expect(failed[0]?.[0]).toMatchObject({ name: 'token-ids', place: 'text "en", token 1: 1 became 3' });
  expect(failed[1]?.[0]).toMatchObject({
    name: 'chat-template',
    place: expect.stringContaining('character 7'),
  });
  expect(failed[2]?.map((check) => check.name)).toContain('logits');
});
