/**
 * The leading part of a section as an answer: whole paragraphs, lists and code blocks up to a bound.
 * Invariant: a span of the text, cut at a block or a sentence, never inside code; it does not end by announcing what is then missing.
 */

import { fenceAfter, noFence } from '../normalise/fence.ts';
import { splitUnits, type Unit } from '../passages/split-units.ts';
import type { Section } from '../records/section.ts';

/** In Latin characters (see `sentences/text-weight.ts`); about 150 tokens. */
export const defaultAnswerWeight = 600;
const minLetters = 12;

export interface Span {
  start: number;
  end: number;
}

/** The span of the answer, or `undefined` where the section says too little or cannot be cut well. */
export function leadAnswer(
  text: string,
  section: Section,
  maxWeight: number = defaultAnswerWeight,
): Span | undefined {
  const units: Unit[] = [];
  let weight = 0;
  for (const unit of splitUnits(text, { start: section.bodyStart, end: section.end }, maxWeight)) {
    weight += unit.weight;
    if (weight > maxWeight) break;
    units.push(unit);
  }
  const isWhole = units.at(-1)?.end === section.end;
  while (units.length > 0 && !isGoodEnd(text, units, isWhole)) units.pop();
  const start = units[0]?.start;
  const end = units.at(-1)?.end;
  if (start === undefined || end === undefined) return undefined;
  const span = trim(text, start, end);
  const answer = text.slice(span.start, span.end);
  return (answer.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < minLetters ? undefined : span;
}

function isGoodEnd(text: string, units: readonly Unit[], isWhole: boolean): boolean {
  const answer = text.slice(units[0]?.start ?? 0, units.at(-1)?.end ?? 0).trimEnd();
  if (/[:：,，、(（]$/.test(answer) || (!isWhole && /[?？][*_]*$/.test(answer))) return false;
  if (isOpenFence(answer)) return false;
  const lastLine = answer.slice(answer.lastIndexOf('\n') + 1);
  return isWhole || !/^#{1,6}\s/.test(lastLine);
}

function isOpenFence(text: string): boolean {
  let fence = noFence;
  for (const line of text.split('\n')) fence = fenceAfter(line, fence);
  return fence !== noFence;
}

/** Without blanks at its ends, and without the mark of a one-line quotation at its start. */
function trim(text: string, start: number, end: number): Span {
  const piece = text.slice(start, end);
  const lead = /^(?:[ \t]*\n)*/.exec(piece)?.[0].length ?? 0;
  const last = start + Math.max(lead, piece.trimEnd().length);
  const quote = /^>\s+(?=[^\n]+(?:\n(?!>)|$))/.exec(text.slice(start + lead, last))?.[0].length ?? 0;
  return { start: start + lead + quote, end: last };
}
