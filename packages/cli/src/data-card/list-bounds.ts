/**
 * The bounds of a card's rules as people look at them: which of them documents fall by, how many, and how each is moved.
 * Invariant: a bound is counted by itself, as if it were the only one; so counts of several do not add up.
 */
import { countAsked, countFalling } from '@slipway/client';
import { type ThresholdHistogram, wordData } from '@slipway/contracts';
import type { Language } from '../messages/language.ts';
import { formatCount } from '../output/duration.ts';

export interface CountedBound {
  histogram: ThresholdHistogram;
  numFalling: number;
  numAsked: number;
}

/** All bounds, those by which most documents fall first; those that ask nothing are among the last. */
export function listBounds(thresholds: readonly ThresholdHistogram[]): CountedBound[] {
  return thresholds
    .map((histogram) => ({
      histogram,
      numFalling: countFalling(histogram, histogram.bound),
      numAsked: countAsked(histogram),
    }))
    .sort((a, b) => b.numFalling - a.numFalling);
}

/** What a bound is of: `words`, `share of repeated lines`. */
export function nameMeasure({ name, reason }: ThresholdHistogram, language: Language): string {
  return wordData('measure', `${name}.${reason}`, language);
}

const signs = { least: '≥', more: '>', most: '≤' } as const;

/** `≥ 50`, `≤ 0.15`. */
export function formatBound({ kind, bound }: ThresholdHistogram): string {
  return `${signs[kind]} ${formatNumber(bound)}`;
}

/** A measured number: whole ones as counts, others to four digits behind the point. */
export function formatNumber(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toFixed(4)));
}

/** The bound as `what-if` takes it, moved so that fewer documents fall. */
export function writeLooserBound(histogram: ThresholdHistogram): string {
  const { recipe, rule, name, kind, bound, isCount } = histogram;
  const looser = kind !== 'most' ? bound / 2 : isCount ? Math.max(bound + 1, bound * 1.5) : bound * 1.5;
  const number = Number.isInteger(bound) ? Math.round(looser) : Number(looser.toPrecision(2));
  return `${recipe}/${rule}.${name}=${number === bound ? 0 : number}`;
}
