import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideHalfEven, priceUsage } from './amount.ts';

describe('amounts', () => {
  it('round half to even', () => {
    expect([1n, 3n, 5n, -1n, -3n, 4n].map((value) => divideHalfEven(value, 2n))).toEqual([
      0n,
      2n,
      2n,
      0n,
      -2n,
      2n,
    ]);
  });

  it('are off by half a unit at the most, and exact where they can be', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.bigInt(1n, 10n ** 9n), (dividend, divisor) => {
        const error = divideHalfEven(dividend, divisor) * divisor - dividend;
        expect((error < 0n ? -error : error) * 2n <= divisor).toBe(true);
      }),
    );
  });

  it('count cached prompt tokens at their own price', () => {
    const price = { inputPerMillion: 1_000_000n, cachedInputPerMillion: 0n, outputPerMillion: 3_000_000n };
    expect(priceUsage({ numPromptTokens: 10, numCachedTokens: 4, numOutputTokens: 2 }, price)).toBe(12n);
  });
});
