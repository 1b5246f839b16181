import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trainingSpec } from './spec.ts';
import { decideTokenBudget } from './token-budget.ts';

const auto = trainingSpec.parse({});

test('a number in the spec is taken as it is', () => {
  const spec = trainingSpec.parse({ numTokens: 3072 });
  expect(decideTokenBudget(spec, { numTrainCharacters: 1, hanShare: 0 }, 1e9)).toEqual({
    numTokens: 3072,
    rule: { en: '3072 tokens, as the spec says', zh: '3072 个词元，由规格指定' },
  });
});

test.each([
  [{ numTrainCharacters: 4e6, hanShare: 0 }, 135e6, 48_000],
  [{ numTrainCharacters: 4e4, hanShare: 0 }, 135e6, 30_000],
  [{ numTrainCharacters: 4e4, hanShare: 1 }, 135e6, 48_000],
  [{ numTrainCharacters: 4e6, hanShare: 0 }, 494e6, 13_000],
  [{ numTrainCharacters: 100, hanShare: 0 }, 135e6, 4096],
  [{ numTrainCharacters: 4e6, hanShare: 0 }, 70e9, 4096],
])('%j with %d parameters: %d tokens', (pairs, numParameters, numTokens) => {
  const budget = decideTokenBudget(auto, pairs, numParameters);
  expect(budget.numTokens).toBe(numTokens);
  expect(budget.rule.en).toContain(`: ${numTokens} tokens`);
  expect(budget.rule.zh).toContain(`：共 ${numTokens} 个词元`);
});

test('always a whole number of tokens, more for more pairs, fewer for a larger model', () => {
  const size = fc.record({
    numTrainCharacters: fc.integer({ min: 0, max: 1e9 }),
    hanShare: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(size, fc.integer({ min: 1e6, max: 1e12 }), (pairs, numParameters) => {
      const { numTokens } = decideTokenBudget(auto, pairs, numParameters);
      expect(Number.isInteger(numTokens)).toBe(true);
      const more = { ...pairs, numTrainCharacters: pairs.numTrainCharacters * 2 };
      expect(decideTokenBudget(auto, more, numParameters).numTokens).toBeGreaterThanOrEqual(numTokens);
      expect(decideTokenBudget(auto, pairs, numParameters * 2).numTokens).toBeLessThanOrEqual(numTokens);
    }),
  );
});
