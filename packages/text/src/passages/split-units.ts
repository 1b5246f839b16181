/**
 * A span of clean text cut into units that read as one: a paragraph's sentences, a list's items, whole code blocks, table rows.
 * Invariant: units follow each other without gap or overlap and cover the span; none weighs more than the bound (a unit without
 * a good place to cut is cut at a blank, else between characters, never inside a surrogate pair).
 */
import { fenceAfter, noFence } from '../normalise/fence.ts';
import { sentenceEnds } from '../sentences/sentence-ends.ts';
import { isWide, textWeight, wideWeight } from '../sentences/text-weight.ts';

export interface Unit {
  start: number;
  end: number;
  weight: number;
}

/** Cuts `text` from `start` to `end` into units of at most `maxWeight`. */
export function splitUnits(text: string, span: { start: number; end: number }, maxWeight: number): Unit[] {
  const units: Unit[] = [];
  for (const block of splitBlocks(text, span.start, span.end)) {
    const weight = textWeight(text, block.start, block.end);
    if (weight <= maxWeight) {
      units.push({ start: block.start, end: block.end, weight });
      continue;
    }
    const ends = block.isCode ? lineEnds(text, block) : sentenceEnds(text, block.start, block.end);
    let start = block.start;
    for (const end of ends) {
      for (const piece of cutHard(text, { start, end }, maxWeight)) {
        units.push({ ...piece, weight: textWeight(text, piece.start, piece.end) });
      }
      start = end;
    }
  }
  return units;
}

interface BlockSpan {
  start: number;
  end: number;
  isCode: boolean;
}

/** Blocks between empty lines; a fenced block is one, whatever it holds. The empty lines belong to the block before. */
function splitBlocks(text: string, start: number, end: number): BlockSpan[] {
  const blocks: BlockSpan[] = [];
  let fence = noFence;
  let wasEmpty = true;
  for (let at = start; at < end; ) {
    const lineEnd = text.indexOf('\n', at);
    const next = lineEnd < 0 || lineEnd >= end ? end : lineEnd + 1;
    const line = text.slice(at, next).trimEnd();
    const isInFence = fence !== noFence;
    fence = fenceAfter(line, fence);
    const opensFence = !isInFence && fence !== noFence;
    const last = blocks.at(-1);
    const endsFence = last?.isCode === true && !isInFence;
    const isNew = last === undefined || opensFence || (!isInFence && line !== '' && (wasEmpty || endsFence));
    if (isNew) blocks.push({ start: at, end: next, isCode: opensFence });
    else last.end = next;
    wasEmpty = !isInFence && line === '';
    at = next;
  }
  return blocks;
}

function lineEnds(text: string, { start, end }: BlockSpan): number[] {
  const ends: number[] = [];
  for (let at = text.indexOf('\n', start); at >= 0 && at + 1 < end; at = text.indexOf('\n', at + 1))
    ends.push(at + 1);
  ends.push(end);
  return ends;
}

function* cutHard(text: string, { start, end }: { start: number; end: number }, maxWeight: number) {
  let from = start;
  while (from < end) {
    const to = endWithin(text, { start: from, end }, maxWeight);
    yield { start: from, end: to };
    from = to;
  }
}

function endWithin(text: string, { start, end }: { start: number; end: number }, maxWeight: number): number {
  let weight = 0;
  let lastBlank = -1;
  for (let at = start; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    weight += isWide(unit) ? wideWeight : 1;
    if (weight > maxWeight && at > start) {
      if (lastBlank > start) return lastBlank;
      const splitsPair = unit >= 0xdc00 && unit <= 0xdfff && at - 1 > start;
      return splitsPair ? at - 1 : at;
    }
    if (unit === 32 || unit === 10) lastBlank = at + 1;
  }
  return end;
}
