/**
 * The fragments of a page as regions in reading order: column by column, cut where text reaches across the columns.
 * Invariant: every fragment is in one region; a region holds one column.
 * Refuses: to take the columns of a table for columns of prose: those are narrow, or short.
 */

import type { Fragment } from './build-fragments.ts';
import { isWide } from './wide-characters.ts';

export type Region = readonly Fragment[];

/** Width of the bins in which coverage is counted, in points. */
const binWidth = 2;
const maxDepth = 4;
/** Lines of prose are so long, in Latin characters, and fill so much of their column; most of its text is prose. */
const minLineLength = 14;
const minFill = 0.55;
const minLines = 3;
const minProse = 0.6;
/** A fragment reaches across where it takes so much of both columns. */
const minReach = 0.12;
/** A gutter may be crossed by so many of the lines. */
const maxCrossing = 0.25;
/** Blank space, in sizes of the font, that cuts a page into parts. */
const partGap = 2;

/** @param fragments from top to bottom */
export function orderColumns(fragments: readonly Fragment[], depth = 0): Region[] {
  if (fragments.length < minLines * 2 || depth >= maxDepth) return fragments.length > 0 ? [fragments] : [];
  const gutter = findGutter(fragments);
  if (gutter !== undefined) return cutAtGutter(fragments, gutter, depth);
  const parts = cutAtGaps(fragments);
  if (parts.length < 2) return [fragments];
  const regions = parts.map((part) => orderColumns(part, depth + 1));
  return regions.every(({ length }) => length === 1) ? [fragments] : regions.flat();
}

/** The middle of the best blank stripe that divides two columns of prose. */
function findGutter(fragments: readonly Fragment[]): number | undefined {
  const left = Math.min(...fragments.map((fragment) => fragment.left));
  const right = Math.max(...fragments.map((fragment) => fragment.right));
  const numBins = Math.min(Math.ceil((right - left) / binWidth), 4096);
  if (numBins < 20) return undefined;
  const coverage = new Uint32Array(numBins + 1);
  for (const fragment of fragments) {
    const last = Math.min(Math.ceil((fragment.right - left) / binWidth), numBins);
    for (let bin = Math.floor((fragment.left - left) / binWidth); bin < last; bin += 1) {
      coverage[bin] = (coverage[bin] ?? 0) + 1;
    }
  }
  const first = Math.floor(numBins * 0.15);
  const end = Math.ceil(numBins * 0.85);
  const lowest = Math.min(...coverage.subarray(first, end));
  if (lowest > fragments.length * maxCrossing) return undefined;
  const middles = [];
  for (let bin = first; bin < end; bin += 1) {
    const start = bin;
    while (bin < end && (coverage[bin] ?? 0) <= lowest + 1) bin += 1;
    if (bin > start) middles.push({ at: left + ((start + bin) / 2) * binWidth, width: bin - start });
  }
  middles.sort((one, other) => other.width - one.width);
  return middles.slice(0, 3).find(({ at }) => dividesProse(fragments, at))?.at;
}

function dividesProse(fragments: readonly Fragment[], gutter: number): boolean {
  const sides = [
    fragments.filter(({ right }) => right <= gutter),
    fragments.filter(({ left }) => left >= gutter),
  ];
  const numCrossing = fragments.length - sides.reduce((sum, side) => sum + side.length, 0);
  if (numCrossing > fragments.length * maxCrossing) return false;
  return sides.every((side) => {
    const width = Math.max(...side.map(({ right }) => right)) - Math.min(...side.map(({ left }) => left));
    const prose = side.filter(
      (fragment) => lengthOf(fragment) >= minLineLength && fragment.right - fragment.left >= minFill * width,
    );
    if (prose.length < minLines) return false;
    const numCharacters = side.reduce((sum, fragment) => sum + lengthOf(fragment), 0);
    return prose.reduce((sum, fragment) => sum + lengthOf(fragment), 0) >= minProse * numCharacters;
  });
}

/** In Latin characters. */
function lengthOf({ text }: Fragment): number {
  return text.length * (isWide(text) ? 2.25 : 1);
}

function cutAtGutter(fragments: readonly Fragment[], gutter: number, depth: number): Region[] {
  const regions: Region[] = [];
  let across: Fragment[] = [];
  let sides: [Fragment[], Fragment[]] = [[], []];
  const start = Math.min(...fragments.map(({ left }) => left));
  const end = Math.max(...fragments.map(({ right }) => right));
  const flush = () => {
    if (across.length > 0) regions.push(across);
    for (const side of sides) regions.push(...orderColumns(side, depth + 1));
    across = [];
    sides = [[], []];
  };
  for (const fragment of fragments) {
    const isAcross =
      gutter - fragment.left > minReach * (gutter - start) &&
      fragment.right - gutter > minReach * (end - gutter);
    if (isAcross) {
      if (sides.some(({ length }) => length > 0)) flush();
      across.push(fragment);
    } else sides[(fragment.left + fragment.right) / 2 < gutter ? 0 : 1].push(fragment);
  }
  flush();
  return regions;
}

function cutAtGaps(fragments: readonly Fragment[]): Fragment[][] {
  const parts: Fragment[][] = [];
  let bottom = Number.NEGATIVE_INFINITY;
  for (const fragment of fragments) {
    const isFar = fragment.baseline - fragment.size - bottom > partGap * fragment.size;
    if (isFar) parts.push([]);
    parts.at(-1)?.push(fragment);
    bottom = Math.max(bottom, fragment.baseline);
  }
  return parts;
}
