/**
 * What names a threshold of a card, and by how much a key moves its bound.
 */
import type { ThresholdHistogram } from '@slipway/contracts';

/** What names a threshold of a card among the others. */
export function thresholdKey({ recipe, rule, name, reason }: ThresholdHistogram): string {
  return [recipe, rule, name, reason].join(' ');
}

/** By how much one key moves a bound: a bin's width, rounded to one that people count in. */
export function stepOf({ from, to, counts, isCount }: ThresholdHistogram): number {
  if (isCount) return 1;
  const width = (to - from) / counts.length;
  return width >= 1 ? Math.max(1, Math.round(width)) : width / 5;
}
