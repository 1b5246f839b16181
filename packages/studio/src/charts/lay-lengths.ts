/**
 * Where the parts of the picture of lengths stand: bars by doublings, the counts that find room beside each other, ticks on the axis.
 * Invariant: pure; no two labels laid here touch at the width they were laid for, and the largest bar of each side has its count.
 */
import type { DataCard } from '@slipway/contracts';
import { formatCount } from '../format/count.ts';
import { formatBytes } from '../format/quantity.ts';

export interface LengthBin {
  /** Lengths from 2^n bytes to twice that. */
  exponent: number;
  kept: number;
  dropped: number;
}

export type Side = 'kept' | 'dropped';

/** The count of a bar, and where its middle stands on the axis of doublings. */
export interface CountLabel {
  count: number;
  at: number;
}

/** From the first bin that holds a document to the last; none where there are no documents. */
export function layBins({ kept, dropped }: DataCard['lengths']): LengthBin[] {
  const bins = Array.from({ length: Math.max(kept.length, dropped.length) }, (_, exponent) => ({
    exponent,
    kept: kept[exponent] ?? 0,
    dropped: dropped[exponent] ?? 0,
  }));
  const isFilled = (bin: LengthBin) => bin.kept + bin.dropped > 0;
  const first = bins.findIndex(isFilled);
  return first < 0 ? [] : bins.slice(first, bins.findLastIndex(isFilled) + 1);
}

/** What a figure takes in the picture's type, in pixels; narrow spaces are a quarter of it. */
const figurePixels = 7.5;
/** Between two labels. */
const gapPixels = 4;

/** About how wide a label is drawn, in pixels. */
export function measureLabel(text: string): number {
  const numNarrow = text.split('\u2009').length - 1;
  return (text.length - 0.75 * numNarrow) * figurePixels;
}

/** The scale of the axis. */
export interface LengthScale {
  first: number;
  last: number;
  /** Of one doubling. */
  binPixels: number;
  /** Left and right of the axis. */
  marginPixels: number;
}

/** The counts of one side that are written: the largest, then each that is no wider than its bar and touches no other. */
export function layCounts(bins: readonly LengthBin[], side: Side, scale: LengthScale): CountLabel[] {
  const chosen: CountLabel[] = [];
  const widthOf = (count: number) => measureLabel(formatCount(count)) + gapPixels;
  for (const bin of [...bins].sort((a, b) => b[side] - a[side])) {
    const label = { count: bin[side], at: keepInside(bin.exponent + 0.5, widthOf(bin[side]), scale) };
    const isFree = chosen.every(
      ({ count, at }) =>
        Math.abs(at - label.at) * scale.binPixels >= (widthOf(count) + widthOf(label.count)) / 2,
    );
    const fits = chosen.length === 0 || widthOf(label.count) <= scale.binPixels;
    if (label.count > 0 && fits && isFree) chosen.push(label);
  }
  return chosen;
}

/** The middle of a label over `at`, moved as far as the picture's edge asks. */
function keepInside(
  at: number,
  width: number,
  { first, last, binPixels, marginPixels }: LengthScale,
): number {
  const beyond = (width / 2 - marginPixels) / binPixels;
  return Math.min(last - beyond, Math.max(first + beyond, at));
}

export interface Tick {
  exponent: number;
  label: string;
}

/** `12 bytes` never stands as `12.0`. */
const labelOf = (numBytes: number) => formatBytes(numBytes).replace('.0', '');

/** Powers of ten among the doublings, as many as find room; of a range that holds fewer than two, its doublings. */
export function chooseTicks({ first, last, binPixels }: LengthScale): Tick[] {
  const isWithin = ({ exponent }: Tick) => exponent >= first && exponent <= last;
  const powers = Array.from({ length: 16 }, (_, power) => ({
    exponent: power * Math.log2(10),
    label: labelOf(10 ** power),
  })).filter(isWithin);
  if (powers.length >= 2) return thin(powers, binPixels);
  const doublings = Array.from({ length: last - first + 1 }, (_, place) => first + place);
  return thin(
    doublings.map((exponent) => ({ exponent, label: labelOf(2 ** exponent) })),
    binPixels,
  );
}

/** Every tick, every second or every third, the first step at which no two labels touch. */
function thin(ticks: readonly Tick[], binPixels: number): Tick[] {
  const widest = Math.max(...ticks.map(({ label }) => measureLabel(label))) + 2 * gapPixels;
  const apart = ((ticks[1]?.exponent ?? 0) - (ticks[0]?.exponent ?? 0)) * binPixels;
  const step = apart > 0 ? Math.ceil(widest / apart) : 1;
  return ticks.filter((_, place) => place % step === 0);
}
