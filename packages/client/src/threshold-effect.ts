/**
 * What a bound does by itself, read off a histogram: how many of the documents asked fall, and how many would at another bound.
 * Invariant: whole bins are exact; of the bin that the bound cuts, its share of the width is taken, so the count is about right.
 */
import type { ThresholdHistogram } from '@slipway/contracts';

/** Documents on the far side of a bound; 0 asks nothing and lets none fall. */
export function countFalling({ from, to, counts, kind }: ThresholdHistogram, bound: number): number {
  if (bound === 0) return 0;
  const place = ((bound - from) / (to - from)) * counts.length;
  const below = counts.reduce((sum, count, bin) => sum + count * Math.min(1, Math.max(0, place - bin)), 0);
  return Math.round(kind === 'most' ? countAsked({ counts }) - below : below);
}

/** Documents that a threshold asked. */
export function countAsked({ counts }: Pick<ThresholdHistogram, 'counts'>): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
