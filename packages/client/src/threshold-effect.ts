/**
 * What a bound does by itself, read off a histogram: how many of the documents asked fall, and how many would at another bound.
 * Invariant: whole bins are exact; of the bin that the bound cuts, its share of the width is taken, so the count is about right.
 */
import type { ThresholdHistogram } from '@slipway/contracts';

/** Whether a bound asks anything: 0 does of a count alone. */
export function isBoundAsked({ isCount }: Pick<ThresholdHistogram, 'isCount'>, bound: number): boolean {
  return bound !== 0 || isCount === true;
}

/** Documents on the far side of a bound; one that asks nothing lets none fall. */
export function countFalling(histogram: ThresholdHistogram, bound: number): number {
  const { from, to, counts, kind, isCount } = histogram;
  if (!isBoundAsked(histogram, bound)) return 0;
  // Between what the bound allows of a count and the next whole number nothing lies.
  const edge = isCount && kind === 'most' ? Math.floor(bound) + 0.5 : bound;
  const place = ((edge - from) / (to - from)) * counts.length;
  const below = counts.reduce((sum, count, bin) => sum + count * Math.min(1, Math.max(0, place - bin)), 0);
  return Math.round(kind === 'most' ? countAsked({ counts }) - below : below);
}

/** Documents that a threshold asked. */
export function countAsked({ counts }: Pick<ThresholdHistogram, 'counts'>): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
