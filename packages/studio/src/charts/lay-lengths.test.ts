import { expect, it } from 'vitest';
import { formatCount } from '../format/count.ts';
import { chooseTicks, type LengthBin, layBins, layCounts, measureLabel } from './lay-lengths.ts';

const binsOf = (kept: number[], from = 0): LengthBin[] =>
  kept.map((count, place) => ({ exponent: from + place, kept: count, dropped: 0 }));

const scaleOf = (first: number, last: number, binPixels: number) => ({
  first,
  last,
  binPixels,
  marginPixels: 18,
});

it('begins and ends with a bin that holds documents', () => {
  expect(layBins({ kept: [0, 0, 5], dropped: [0, 1, 0, 2, 0] })).toEqual([
    { exponent: 1, kept: 0, dropped: 1 },
    { exponent: 2, kept: 5, dropped: 0 },
    { exponent: 3, kept: 0, dropped: 2 },
  ]);
  expect(layBins({ kept: [], dropped: [0] })).toEqual([]);
});

it('writes every count where there is room, and of long ones those that touch no other', () => {
  const short = binsOf([3, 21, 90, 0, 7]);
  expect(layCounts(short, 'kept', scaleOf(0, 5, 40)).map(({ count }) => count)).toEqual([90, 21, 7, 3]);
  expect(layCounts(short, 'kept', scaleOf(0, 5, 10)).map(({ count }) => count)).toEqual([90]);
  const long = binsOf([1_200_000, 1_300_000, 1_100_000, 44, 8]);
  const written = layCounts(long, 'kept', scaleOf(0, 5, 45));
  expect(written.map(({ count }) => count)).toEqual([1_300_000, 44, 8]);
});

it('moves a count that is longer than its bar away from the edge of the picture', () => {
  const [label] = layCounts(binsOf([2_411_090, 3]), 'kept', scaleOf(0, 2, 15));
  const half = measureLabel(formatCount(2_411_090)) / 2;
  expect((label?.at ?? 0) * 15 - half).toBeGreaterThanOrEqual(-18);
});

it.each([12, 18, 30, 60])('lets no two labels touch at %d pixels a doubling', (binPixels) => {
  const bins = binsOf(Array.from({ length: 24 }, (_, place) => 10 ** (place % 7)));
  const scale = scaleOf(0, 24, binPixels);
  const written = layCounts(bins, 'kept', scale).map(({ at, count }) => ({
    middle: at * binPixels,
    half: measureLabel(formatCount(count)) / 2,
  }));
  const ticks = chooseTicks(scale).map(({ exponent, label }) => ({
    middle: exponent * binPixels,
    half: measureLabel(label) / 2,
  }));
  expect(Math.min(written.length, ticks.length)).toBeGreaterThan(1);
  for (const labels of [written.sort((a, b) => a.middle - b.middle), ticks])
    for (const [place, { middle, half }] of labels.slice(1).entries()) {
      const before = labels[place] ?? { middle: 0, half: 0 };
      expect(middle - half).toBeGreaterThan(before.middle + before.half);
    }
});

it('has ticks in a range that holds no power of ten', () => {
  expect(chooseTicks(scaleOf(4, 6, 120)).map(({ label }) => label)).toEqual([
    '16\u00a0B',
    '32\u00a0B',
    '64\u00a0B',
  ]);
  expect(chooseTicks(scaleOf(3, 11, 40)).map(({ label }) => label)).toEqual([
    '10\u00a0B',
    '100\u00a0B',
    '1\u00a0kB',
  ]);
});
