/**
 * A document cut into passages for retrieval and citation.
 * Invariant: each passage lies in one section (or a run of small ones under one heading), slicing the text with its span gives it exactly, and none weighs more than the bound.
 * Passages break between paragraphs, lists and code blocks, at sentences only where one of those alone is too long.
 * Refuses passages that say nothing: headings alone, separators, empty fences.
 */
import { createHash } from 'node:crypto';
import type { Document } from '../records/document.ts';
import type { Passage } from '../records/passage.ts';
import { splitSections } from '../sections/split-sections.ts';
import { groupSections, type SectionGroup } from './group-sections.ts';
import { splitUnits, type Unit } from './split-units.ts';

/** In Latin characters (see `sentences/text-weight.ts`); about 220 tokens. */
export const defaultPassageWeight = 900;
/** A section of fewer letters and digits is not worth retrieving; the end of a longer one always is. */
const minLetters = 12;

export interface CutOptions {
  maxWeight?: number;
  /** The language of each section's text, or of the document where that is all that is known. */
  language: string | ((text: string) => string);
}

/** The passages of a document in order. */
export function cutPassages(
  document: Pick<Document, 'document' | 'path' | 'title' | 'format' | 'text'>,
  options: CutOptions,
): Passage[] {
  const { maxWeight = defaultPassageWeight, language } = options;
  const passages: Passage[] = [];
  const sections = splitSections(document.text, document.format);
  for (const section of groupSections(document.text, sections, maxWeight)) {
    const spans = packSection(document.text, section, maxWeight);
    for (const span of spans) {
      const text = document.text.slice(span.start, span.end);
      const numLetters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
      if (numLetters < (spans.length === 1 ? minLetters : 1)) continue;
      passages.push({
        id: passageId(document.document, span.start, span.end),
        document: document.document,
        ...span,
        path: document.path,
        title: document.title,
        headings: section.headings,
        language: typeof language === 'string' ? language : language(text),
        text,
      });
    }
  }
  return passages;
}

/** The id of a passage: `psg_` and 24 hexadecimal digits of a hash over document and span. */
export function passageId(document: string, start: number, end: number): string {
  return `psg_${createHash('sha256').update(`${document} ${start} ${end}`).digest('hex').slice(0, 24)}`;
}

function packSection(
  text: string,
  section: SectionGroup,
  maxWeight: number,
): { start: number; end: number }[] {
  const runs: Unit[][] = [];
  for (const unit of splitUnits(text, section, maxWeight)) {
    const run = runs.at(-1);
    if (run !== undefined && weightOf(run) + unit.weight <= maxWeight) run.push(unit);
    else runs.push([...takeLeadIn(text, run, maxWeight - unit.weight), unit]);
  }
  return runs.map((run) => trimSpan(text, run[0]?.start ?? 0, run.at(-1)?.end ?? 0));
}

/** A paragraph that ends in a colon moves over to the code or list that it announces. */
function takeLeadIn(text: string, run: Unit[] | undefined, maxWeight: number): Unit[] {
  const last = run?.at(-1);
  if (run === undefined || last === undefined || run.length < 2 || last.weight > maxWeight) return [];
  if (!/[:：]$/.test(text.slice(Math.max(last.start, last.end - 8), last.end).trimEnd())) return [];
  run.pop();
  return [last];
}

function weightOf(run: readonly Unit[]): number {
  return run.reduce((sum, { weight }) => sum + weight, 0);
}

/** The span without blanks at its ends (indentation of its first line stays). */
function trimSpan(text: string, start: number, end: number): { start: number; end: number } {
  const piece = text.slice(start, end);
  const lead = /^(?:[ \t]*\n)*/.exec(piece)?.[0].length ?? 0;
  return { start: start + lead, end: start + Math.max(lead, piece.trimEnd().length) };
}
