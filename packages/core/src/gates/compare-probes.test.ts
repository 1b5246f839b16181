/**
 * What the comparison of two probes lets pass and what it refuses, with the place it names.
 */
import type { Probe } from '@slipway/contracts';
import { describe, expect, it } from 'vitest';
import { compareProbes } from './compare-probes.ts';

const bounds = { meanLogit: 0.1, maxLogit: 0.5, bitsPerByte: 0.05 };
const texts = [{ id: 'one', text: 'abc' }];

function makeProbe(change: Partial<Probe['texts'][number]> = {}): Probe {
  const top = [
    { tokens: [7, 8], logProbabilities: [-0.2, -1.8] },
    { tokens: [9, 8], logProbabilities: [-0.4, -1.2] },
  ];
  return {
    texts: [{ id: 'one', tokens: [1, 7, 9], logProbabilities: [-0.2, -0.4], top, ...change }],
    chats: [{ id: 'chat', text: '<user>hi</user>', tokens: [4, 5] }],
  };
}

const failed = (candidate: Probe) =>
  compareProbes(makeProbe(), candidate, { bounds, texts }).filter((check) => !check.passed);

describe('comparing probes', () => {
  it('passes equal sides', () => {
    expect(failed(makeProbe())).toEqual([]);
  });

  it('names the token that differs and then compares no logits', () => {
    const checks = failed(makeProbe({ tokens: [1, 6, 9] }));
    expect(checks.map((check) => check.name)).toEqual(['token-ids']);
    expect(checks[0]?.place).toBe('text "one", token 1: 7 became 6');
  });

  it('names the character of a template that differs', () => {
    const other = makeProbe();
    other.chats = [{ id: 'chat', text: '<user>Hi</user>', tokens: [4, 5] }];
    expect(failed(other)[0]?.place).toContain('chat "chat", character 6');
  });

  it('names the position whose logits are too far apart', () => {
    const top = [
      { tokens: [7, 8], logProbabilities: [-0.2, -1.8] },
      { tokens: [9, 8], logProbabilities: [-1.1, -1.2] },
    ];
    const checks = failed(makeProbe({ top }));
    expect(checks.map((check) => check.name)).toEqual(['logits-mean', 'logits']);
    expect(checks[1]?.place).toContain('text "one", position 2, token 9');
  });

  it('refuses a side that leaves out a position, or is not a number', () => {
    expect(failed(makeProbe({ top: [] })).map((check) => check.name)).toEqual(['logits-mean', 'logits']);
    const checks = failed(makeProbe({ logProbabilities: [Number.NaN, -0.4] }));
    expect(checks.map((check) => check.name)).toEqual(['bits-per-byte']);
  });
});
