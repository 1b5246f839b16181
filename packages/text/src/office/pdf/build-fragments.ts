/**
 * Runs that stand side by side, joined to fragments of lines.
 * Invariant: a fragment never reaches over a gap as wide as the space between two columns; a superscript belongs to the fragment it is set on.
 * Refuses: a run that is printed again over itself, as programs do for bold.
 */

import type { Run } from './page-runs.ts';
import { isWide } from './wide-characters.ts';

export interface Fragment {
  text: string;
  left: number;
  right: number;
  baseline: number;
  /** Of most of its characters, in points. */
  size: number;
}

interface Draft {
  runs: Run[];
  left: number;
  right: number;
  baseline: number;
  size: number;
}

/** In sizes of the font: wider gaps end a fragment; narrower ones than a blank join words. */
const maxGap = 0.85;
const blankGap = 0.16;
const maxOverlap = 0.6;
/** Share of its height that a run has in common with a fragment it belongs to. */
const minSharedHeight = 0.4;
/** Height of the rows in which fragments are looked up, in points. */
const rowHeight = 8;

/** @returns fragments from top to bottom, then from left to right */
export function buildFragments(runs: readonly Run[]): Fragment[] {
  const rows = new Map<number, Draft[]>();
  const drafts: Draft[] = [];
  for (const run of [...runs].sort((one, other) => one.left - other.left || one.baseline - other.baseline)) {
    const draft = findDraft(rows, run);
    if (draft === 'repeated') continue;
    if (draft) extend(draft, run);
    else {
      const { left, right, baseline, size } = run;
      const begun = { runs: [run], left, right, baseline, size };
      drafts.push(begun);
      for (const row of rowsOf(begun)) append(rows, row, begun);
    }
  }
  return drafts
    .map(finish)
    .filter(({ text }) => text !== '')
    .sort((one, other) => one.baseline - other.baseline || one.left - other.left);
}

function append(rows: Map<number, Draft[]>, row: number, draft: Draft): void {
  const drafts = rows.get(row);
  if (drafts) drafts.push(draft);
  else rows.set(row, [draft]);
}

/** The rows that a box touches, from its top to below its baseline. */
function rowsOf({ baseline, size }: { baseline: number; size: number }): number[] {
  const first = Math.floor((baseline - size) / rowHeight);
  const last = Math.floor((baseline + size * 0.2) / rowHeight);
  return Array.from({ length: Math.min(last - first + 1, 64) }, (_, place) => first + place);
}

function findDraft(rows: ReadonlyMap<number, Draft[]>, run: Run): Draft | 'repeated' | undefined {
  let best: Draft | undefined;
  let bestGap = Number.POSITIVE_INFINITY;
  for (const row of rowsOf(run)) {
    for (const draft of rows.get(row) ?? []) {
      const size = Math.max(draft.size, run.size);
      const gap = run.left - draft.right;
      if (gap > maxGap * size || sharedHeight(draft, run) < minSharedHeight) continue;
      if (gap < -maxOverlap * size) {
        if (isRepeated(draft, run)) return 'repeated';
        continue;
      }
      if (Math.abs(gap) >= bestGap) continue;
      best = draft;
      bestGap = Math.abs(gap);
    }
  }
  return best;
}

function sharedHeight(
  one: { baseline: number; size: number },
  other: { baseline: number; size: number },
): number {
  const top = Math.max(one.baseline - one.size, other.baseline - other.size);
  const bottom = Math.min(one.baseline, other.baseline);
  return (bottom - top) / Math.min(one.size, other.size);
}

function isRepeated({ runs }: Draft, run: Run): boolean {
  return runs.some(
    (other) =>
      other.text === run.text &&
      Math.abs(other.left - run.left) < 0.3 * run.size &&
      Math.abs(other.baseline - run.baseline) < 0.3 * run.size,
  );
}

function extend(draft: Draft, run: Run): void {
  draft.runs.push(run);
  draft.right = Math.max(draft.right, run.right);
  // A superscript does not move the line; a large initial does not make it.
  if (run.text.length > 1 && run.size > draft.size * 1.05 && run.size < draft.size * 2) {
    draft.size = run.size;
    draft.baseline = run.baseline;
  }
}

function finish({ runs, left, right, baseline, size }: Draft): Fragment {
  const isRightToLeft = runs.filter((run) => run.isRightToLeft).length * 2 > runs.length;
  const ordered = isRightToLeft ? [...runs].reverse() : runs;
  let text = '';
  for (const [place, run] of ordered.entries()) {
    const last = ordered[place - 1];
    if (last && isBlankBetween(last, run)) text += ' ';
    text += run.text;
  }
  return { text: tidy(text), left, right, baseline, size: mainSize(runs, size) };
}

function isBlankBetween(last: Run, run: Run): boolean {
  const gap = Math.max(run.left - last.right, last.left - run.right);
  if (isWide(last.text.at(-1) ?? '') && isWide(run.text)) return false;
  const isSmall = run.size < last.size * 0.8;
  return gap > blankGap * Math.min(last.size, run.size) || (run.isAfterBlank && gap > 0 && !isSmall);
}

function mainSize(runs: readonly Run[], fallback: number): number {
  const lengths = new Map<number, number>();
  for (const { size, text } of runs) lengths.set(size, (lengths.get(size) ?? 0) + text.length);
  let best = fallback;
  for (const [size, length] of lengths) if (length > (lengths.get(best) ?? 0)) best = size;
  return best;
}

/** Blanks between Chinese characters come from justified lines; dots that lead to a page number are one. */
function tidy(text: string): string {
  return text
    .replace(/(?:\.\s?|…\s?|·\s?){4,}/g, ' … ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=(.))/gsu, (blank, next: string, place: number, all: string) =>
      isWide(next) && isWide(all[place - 1] ?? '') ? '' : blank,
    )
    .trim();
}
