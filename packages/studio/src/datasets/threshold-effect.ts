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
  const all = counts.reduce((sum, count) => sum + count, 0);
  return Math.round(kind === 'most' ? all - below : below);
}

/** What names a threshold of a card among the others. */
export function thresholdKey({ recipe, rule, name, reason }: ThresholdHistogram): string {
  return [recipe, rule, name, reason].join(' ');
}

/** By how much one key moves a bound: a bin's width, rounded to one that people count in. */
export function stepOf({ from, to, counts }: ThresholdHistogram): number {
  const width = (to - from) / counts.length;
  return width >= 1 ? Math.max(1, Math.round(width)) : width / 5;
}
