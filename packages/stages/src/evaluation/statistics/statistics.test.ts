import { readFileSync } from 'node:fs';
import type { Digest, SampleOutcome, Score } from '@slipway/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareOutcomes } from './compare-outcomes.ts';
import { estimateMean, type WeightedSample } from './estimate.ts';

interface Golden {
  means: { name: string; samples: WeightedSample[]; mean: number; standardError: number }[];
  pairs: {
    verdict: string;
    from: SampleOutcome[];
    to: SampleOutcome[];
    difference: number;
    standardError: number;
  }[];
}
const golden = JSON.parse(
  readFileSync(new URL('./__fixtures__/golden.json', import.meta.url), 'utf8'),
) as Golden;

const score = (task: string, isLowerBetter = true): Score => ({
  task,
  metric: 'bits-per-byte',
  unit: 'bits/byte',
  isLowerBetter,
  value: 0,
  standardError: 0,
  numSamples: 1,
});

describe('means', () => {
  test.each(golden.means)('$name agrees with statsmodels', ({ samples, mean, standardError }) => {
    const estimate = estimateMean(samples);
    expect(estimate.mean).toBeCloseTo(mean, 12);
    expect(estimate.standardError).toBeCloseTo(standardError, 12);
  });

  test('one document alone says nothing of others: no error can be told', () => {
    const samples = [1, 2, 3].map((value) => ({ cluster: 'a', value, weight: 1 }));
    expect(estimateMean(samples)).toEqual({ mean: 2, standardError: null });
  });

  const sample = fc.record({
    cluster: fc.constantFrom('a', 'b', 'c', 'd'),
    value: fc.double({ min: -100, max: 100, noNaN: true }),
    weight: fc.integer({ min: 1, max: 100 }),
  });
  const samples = fc
    .array(sample, { minLength: 2, maxLength: 30 })
    .filter((all) => new Set(all.map((one) => one.cluster)).size > 1);

  test('order does not matter, a scale scales both, a shift shifts the mean alone', () => {
    fc.assert(
      fc.property(samples, (all) => {
        const { mean, standardError } = estimateMean(all);
        const reversed = estimateMean(all.toReversed());
        expect(reversed.mean).toBeCloseTo(mean, 8);
        expect(reversed.standardError).toBeCloseTo(standardError ?? Number.NaN, 8);
        const moved = estimateMean(all.map((one) => ({ ...one, value: 3 * one.value + 5 })));
        expect(moved.mean).toBeCloseTo(3 * mean + 5, 7);
        expect(moved.standardError).toBeCloseTo(3 * (standardError ?? Number.NaN), 7);
      }),
    );
  });

  test('the same samples of a document twice make no error smaller', () => {
    fc.assert(
      fc.property(samples, (all) => {
        const doubled = estimateMean([...all, ...all]);
        expect(doubled.standardError).toBeCloseTo(estimateMean(all).standardError ?? Number.NaN, 8);
      }),
    );
  });
});

describe('comparisons', () => {
  test.each(golden.pairs)('$verdict agrees with statsmodels on differences', (pair) => {
    const [comparison] = compareOutcomes(
      { label: 'base', scores: [score('answers')], outcomes: pair.from },
      { label: 'tuned', scores: [score('answers')], outcomes: pair.to },
      2,
    );
    expect(comparison).toMatchObject({ from: 'base', to: 'tuned', numPairs: pair.from.length });
    expect(comparison?.difference).toBeCloseTo(pair.difference, 12);
    expect(comparison?.standardError).toBeCloseTo(pair.standardError, 12);
    expect(comparison?.verdict).toBe(pair.verdict);
  });

  const outcome = (id: string, value: number, task = 'choices'): SampleOutcome => ({
    task,
    id,
    document: `sha256:${id.padStart(64, '0')}` as Digest,
    value,
    weight: 1,
  });
  const side = (label: string, outcomes: SampleOutcome[], isLowerBetter = false) => ({
    label,
    scores: [score('choices', isLowerBetter)],
    outcomes,
  });

  test('more is better where more is better', () => {
    const from = side(
      'a',
      ['1', '2', '3', '4'].map((id) => outcome(id, 0)),
    );
    const to = side(
      'b',
      ['1', '2', '3', '4'].map((id, place) => outcome(id, 1 + place / 100)),
    );
    expect(compareOutcomes(from, to, 2)[0]?.verdict).toBe('better');
    expect(compareOutcomes(to, from, 2)[0]?.verdict).toBe('worse');
  });

  test('equal outcomes, a single document and an interval that just reaches zero show no difference', () => {
    const from = side(
      'a',
      ['1', '2'].map((id) => outcome(id, 1)),
    );
    expect(compareOutcomes(from, from, 2)[0]).toMatchObject({
      difference: 0,
      verdict: 'no-difference-shown',
    });
    const one = compareOutcomes(side('a', [outcome('1', 0)]), side('b', [outcome('1', 1)]), 2);
    expect(one[0]).toMatchObject({ standardError: null, verdict: 'no-difference-shown' });
    const to = side('b', [outcome('1', 1), outcome('2', 4)]);
    expect(compareOutcomes(from, to, 1)[0]).toMatchObject({ difference: 1.5, standardError: 1.5 });
    expect(compareOutcomes(from, to, 1)[0]?.verdict).toBe('no-difference-shown');
  });

  test('samples of which the sides scored other text are no pairs; a value that is no number is no difference', () => {
    const from = side('a', [outcome('1', 0), { ...outcome('2', 100), weight: 7 }]);
    const to = side('b', [outcome('1', 1), outcome('2', 1)]);
    expect(compareOutcomes(from, to, 2)[0]).toMatchObject({ difference: 1, numPairs: 1 });
    for (const broken of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const bad = side('c', [outcome('1', broken)]);
      expect(() => compareOutcomes(from, bad, 2)).toThrow('not a number');
    }
  });

  test('only samples that both sides have count, and tasks that one side lacks are left out', () => {
    const from = side('a', [outcome('1', 0), outcome('2', 0), outcome('9', 100)]);
    const to = side('b', [outcome('1', 1), outcome('2', 1), outcome('8', -100)]);
    expect(compareOutcomes(from, to, 2)[0]).toMatchObject({ difference: 1, numPairs: 2 });
    const other = { label: 'c', scores: [score('documents')], outcomes: [outcome('1', 1, 'documents')] };
    expect(compareOutcomes(from, other, 2)).toEqual([]);
    expect(compareOutcomes(from, side('d', [outcome('7', 1)]), 2)).toEqual([]);
  });
});
