/**
 * What usage costs, exactly.
 * Invariant: integers throughout. One event's amount is rounded once, half to even, to a whole micro-unit; sums are of rounded amounts, so
 * that a statement's total is the sum of its lines and each line the sum of its events.
 */
import type { EngineUsage } from '@slipway/contracts';

export interface PerMillion {
  inputPerMillion: bigint;
  cachedInputPerMillion: bigint;
  outputPerMillion: bigint;
}

const million = 1_000_000n;

/** @returns micro-units; cached prompt tokens count at their own price */
export function priceUsage(usage: EngineUsage, price: PerMillion): bigint {
  const numFresh = BigInt(usage.numPromptTokens - usage.numCachedTokens);
  const product =
    numFresh * price.inputPerMillion +
    BigInt(usage.numCachedTokens) * price.cachedInputPerMillion +
    BigInt(usage.numOutputTokens) * price.outputPerMillion;
  return divideHalfEven(product, million);
}

/** Quotient of two integers, the divisor positive; halves go to the even neighbour. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const isNegative = dividend < 0n;
  const magnitude = isNegative ? -dividend : dividend;
  const quotient = magnitude / divisor;
  const twice = (magnitude % divisor) * 2n;
  const isUp = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  const rounded = isUp ? quotient + 1n : quotient;
  return isNegative ? -rounded : rounded;
}
