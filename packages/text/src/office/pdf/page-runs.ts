/**
 * The runs of a page: pieces of text with their place, turned so that each layer reads from left to right and downwards.
 * Invariant: a layer holds the runs of one direction of writing: horizontal, turned by quarters, or vertical as in old Chinese books.
 * Refuses: text that stands askew, such as watermarks, and blanks.
 */

import type { TextContent, TextItem } from 'pdfjs-dist/types/src/display/api.js';
import { isWide } from './wide-characters.ts';

/** In points; `top` and `baseline` grow downwards. */
export interface Run {
  text: string;
  left: number;
  right: number;
  baseline: number;
  size: number;
  isRightToLeft: boolean;
  /** A blank stands before it in the file. */
  isAfterBlank: boolean;
}

type Matrix = readonly number[];

/** Sine of the angle from which text stands askew: ten degrees. */
const maxSkew = 0.17;
const verticalMarks = '，、。：；！？〖〗…';
const verticalBrackets = '（）｛｝〔〕【】《》〈〉「」『』';
const minStacked = 12;
const maxRunsPerPage = 100_000;

/** @returns layers, the one with most text first */
export function readRuns({ items, styles }: TextContent, viewTransform: Matrix): Run[][] {
  const layers = new Map<string, Run[]>();
  let isAfterBlank = false;
  for (const item of items.slice(0, maxRunsPerPage)) {
    if (!('str' in item)) continue;
    const text = toPlainForms(item.str.trim());
    if (text === '') {
      isAfterBlank ||= item.str !== '';
      continue;
    }
    const isVertical = styles[item.fontName]?.vertical ?? false;
    const placed = placeItem(item, viewTransform, isVertical);
    if (placed) {
      const isBlankBefore = isAfterBlank || item.str.startsWith(' ');
      const run = { ...placed.box, text, isRightToLeft: item.dir === 'rtl', isAfterBlank: isBlankBefore };
      const layer = layers.get(placed.layer) ?? [];
      layer.push(run);
      layers.set(placed.layer, layer);
    }
    isAfterBlank = item.str.endsWith(' ');
  }
  const numCharacters = (runs: readonly Run[]) => runs.reduce((sum, { text }) => sum + text.length, 0);
  return [...layers.values()]
    .map((runs) => (isStacked(runs) ? runs.map(turn) : runs))
    .sort((one, other) => numCharacters(other) - numCharacters(one));
}

/** Whether characters are set singly, one below the other: vertical text of programs that place each by itself. */
function isStacked(runs: readonly Run[]): boolean {
  const singles = runs.filter(({ text }) => text.length === 1 && isWide(text));
  if (singles.length < minStacked || singles.length < runs.length * 0.7) return false;
  const numBeside = (axis: (run: Run) => number, across: (run: Run) => number) => {
    const ordered = [...singles].sort((one, other) => across(one) - across(other) || axis(one) - axis(other));
    return ordered.filter((run, place) => {
      const next = ordered[place + 1];
      if (!next || Math.abs(across(next) - across(run)) > 0.2 * run.size) return false;
      return axis(next) - axis(run) < 1.4 * run.size;
    }).length;
  };
  const downwards = numBeside(
    ({ baseline }) => baseline,
    ({ left }) => Math.round(left),
  );
  return (
    downwards >
    numBeside(
      ({ left }) => left,
      ({ baseline }) => Math.round(baseline),
    )
  );
}

/** Turned by a quarter, columns from the right become lines from the top. */
function turn(run: Run): Run {
  return { ...run, left: run.baseline - run.size, right: run.baseline, baseline: -run.left };
}

/** Punctuation in its forms for vertical text, as it is written elsewhere. */
function toPlainForms(text: string): string {
  return text
    .replace(/[\ufe10-\ufe19]/g, (form) => verticalMarks[form.charCodeAt(0) - 0xfe10] ?? form)
    .replace(/[\ufe35-\ufe44]/g, (form) => verticalBrackets[form.charCodeAt(0) - 0xfe35] ?? form);
}

interface Placed {
  layer: string;
  box: Pick<Run, 'left' | 'right' | 'baseline' | 'size'>;
}

function placeItem(item: TextItem, view: Matrix, isVertical: boolean): Placed | undefined {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = multiply(view, item.transform as number[]);
  const size = Math.hypot(c, d) || Math.hypot(a, b);
  if (!(size > 0) || ![x, y, size].every(Number.isFinite)) return undefined;
  const scale = Math.hypot(view[0] ?? 1, view[1] ?? 0);
  if (isVertical) {
    // Columns stand from right to left: turned by a quarter they are lines from top to bottom.
    const length = Math.abs(item.height) * scale;
    return { layer: 'vertical', box: { left: y, right: y + length, baseline: -x, size } };
  }
  const width = item.width * scale;
  const norm = Math.hypot(a, b) || 1;
  const cosine = a / norm;
  const sine = b / norm;
  if (Math.min(Math.abs(cosine), Math.abs(sine)) > maxSkew) return undefined;
  if (Math.abs(cosine) > Math.abs(sine)) {
    const side = Math.sign(cosine);
    return {
      layer: `across ${side}`,
      box: { left: x * side, right: x * side + width, baseline: y * side, size },
    };
  }
  const side = Math.sign(sine);
  return {
    layer: `down ${side}`,
    box: { left: y * side, right: y * side + width, baseline: -x * side, size },
  };
}

function multiply(one: Matrix, other: Matrix): number[] {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = one;
  const [p = 1, q = 0, r = 0, s = 1, t = 0, u = 0] = other;
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}
