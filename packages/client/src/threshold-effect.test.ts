import type { ThresholdHistogram } from '@slipway/contracts';
import { expect, it } from 'vitest';
import { countAsked, countFalling, isBoundAsked } from './threshold-effect.ts';

const histogram = (given: Partial<ThresholdHistogram>): ThresholdHistogram => ({
  recipe: 'scores',
  rule: 'words',
  name: 'maxCount',
  reason: 'listed_words',
  kind: 'most',
  bound: 0,
  from: 0,
  to: 2,
  counts: [8, 0, 4, 1],
  ...given,
});

it('lets nobody fall by a bound of 0, unless a count is bounded', () => {
  expect(isBoundAsked({}, 0)).toBe(false);
  expect(countFalling(histogram({}), 0)).toBe(0);
  expect(isBoundAsked({ isCount: true }, 0)).toBe(true);
  expect(countFalling(histogram({ isCount: true }), 0)).toBe(5);
});

it('cuts a bin of a measure in proportion, and of a count between whole numbers', () => {
  expect(countFalling(histogram({}), 1.25)).toBe(3);
  expect(countFalling(histogram({ kind: 'least' }), 1.25)).toBe(10);
  expect(countFalling(histogram({ isCount: true, counts: [8, 0, 4, 0] }), 1)).toBe(0);
  expect(countAsked(histogram({}))).toBe(13);
});
