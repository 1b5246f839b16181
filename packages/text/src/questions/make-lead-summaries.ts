/**
 * Summaries that authors wrote themselves: a section's first paragraph as the summary of what follows it, subsections with it.
 * Invariant: depends on the set of documents alone; the answer is a span, and the question holds the text between it and the section's end.
 * Refuses leads that announce or point ("the following", “如下”), that are long against the rest, or most of whose words do not come up
 * again in it: such a paragraph introduces, but does not sum up.
 */
import { splitUnits } from '../passages/split-units.ts';
import type { QuestionAnswer } from '../records/question-answer.ts';
import type { Section } from '../records/section.ts';
import { stopWords } from '../search/stop-words.ts';
import { tokenise } from '../search/tokenise.ts';
import { textWeight } from '../sentences/text-weight.ts';
import { type Asked, type AskedDocument, type AskingOptions, askedDocuments } from './asked-documents.ts';
import { shortTitle } from './asked-section.ts';
import { composePair } from './compose-pair.ts';
import { isProse } from './first-sentences.ts';
import { isUnsuitableAnswer, isUnsuitableHeading } from './is-unsuitable.ts';
import type { Span } from './lead-answer.ts';

/** Weights in Latin characters. */
const minLead = 80;
const maxLead = 600;
const maxRest = 3000;
/** The rest is at least so many times the lead. */
const minRatio = 2.5;
/** Share of the lead's words that the rest uses too. */
const minCovered = 0.6;
/** Different words of a lead, function words left out. */
const minTerms = 5;
/** Share of the rest that is neither code nor table. */
const minProse = 0.6;

const announcing =
  /\b(?:below|following|follows|this (?:section|chapter|page|document|guide|article|tutorial)|here (?:is|are)|we will|let'?s|see|refer)\b|参[见阅考照]|请阅读|详见|见第|如下|以下|下面|下文|下列|本[节章文页]|本指南|本教程|将介绍/i;

/** The summaries of all documents, ordered by path and place. */
export function makeLeadSummaries(documents: readonly Asked[], options: AskingOptions): QuestionAnswer[] {
  const pairs: QuestionAnswer[] = [];
  for (const from of askedDocuments(documents, options)) {
    for (const [place, section] of from.sections.entries()) {
      if (isUnsuitableHeading(section.headings)) continue;
      const pair = summarise(from, section, endOf(from.sections, place));
      if (pair) pairs.push(pair);
    }
  }
  return pairs;
}

/** Where a section ends with its subsections; those that would make no question are no part of it. */
function endOf(sections: readonly Section[], place: number): number {
  const { level, end } = sections[place] as Section;
  let last = end;
  for (const below of sections.slice(place + 1)) {
    if (level === 0 || below.level <= level || isUnsuitableHeading(below.headings)) break;
    last = below.end;
  }
  return last;
}

function summarise(
  { document, languageOf }: AskedDocument,
  section: Section,
  end: number,
): QuestionAnswer | undefined {
  const { text } = document;
  const units = splitUnits(text, { start: section.bodyStart, end: section.end }, maxLead * 2);
  const first = units.find((unit) => text.slice(unit.start, unit.end).trim() !== '');
  const span = first && trimSpan(text, first);
  if (span === undefined || !isLead(text.slice(span.start, span.end))) return undefined;
  const lead = text.slice(span.start, span.end);
  const rest = text.slice(span.end, end).trim();
  const weight = textWeight(rest);
  if (weight < textWeight(lead) * minRatio || weight > maxRest || isUnsuitableAnswer(rest)) return undefined;
  if (shareCovered(lead, rest) < minCovered || shareOfProse(rest) < minProse) return undefined;
  const language = languageOf(lead);
  const question = ask(rest, shortTitle(document.title), language);
  return question === undefined
    ? undefined
    : composePair(document, section, { ...span, language, question, kind: 'summary' });
}

function trimSpan(text: string, { start, end }: Span): Span {
  const piece = text.slice(start, end);
  const blanks = piece.length - piece.trimStart().length;
  return { start: start + blanks, end: start + piece.trimEnd().length };
}

function isLead(lead: string): boolean {
  const weight = textWeight(lead);
  const isWhole = /[.!?。！？]["”’)）*_`]*$/.test(lead);
  return (
    weight >= minLead &&
    weight <= maxLead &&
    isWhole &&
    isProse(lead) &&
    !announcing.test(lead) &&
    !isUnsuitableAnswer(lead)
  );
}

/** How many of the lead's different words, function words left out, the rest has too. */
function shareCovered(lead: string, rest: string): number {
  const inRest = new Set(tokenise(rest).map(({ term }) => term));
  const words = tokenise(lead).filter(({ word }) => word.length > 1 && !stopWords.has(word));
  const terms = [...new Set(words.map(({ term }) => term))];
  return terms.length < minTerms ? 0 : terms.filter((term) => inRest.has(term)).length / terms.length;
}

function shareOfProse(rest: string): number {
  const units = splitUnits(rest, { start: 0, end: rest.length }, maxRest);
  const isText = ({ start }: Span) => !/^\s*(?:```|~~~|\||#)/.test(rest.slice(start, start + 200));
  const weigh = (some: readonly { weight: number }[]) => some.reduce((sum, { weight }) => sum + weight, 0);
  return weigh(units.filter(isText)) / weigh(units);
}

function ask(rest: string, title: string, language: string): string | undefined {
  if (language === 'en') return `Summarise this text from ${title} in one paragraph:\n\n${rest}`;
  return language.startsWith('zh') ? `请用一段话概括《${title}》中的这段内容：\n\n${rest}` : undefined;
}
