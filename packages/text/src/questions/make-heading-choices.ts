/**
 * Four-choice questions from sections: which of a document's headings a passage stands under.
 * Invariant: depends on the set of documents alone. All four headings are of the same document, level and parent; the right one is its span in
 * the text, and the passage does not repeat its words.
 * Refuses headings that could stand over anything, fewer than four to choose from, and what `is-unsuitable.ts` names.
 */
import { hashFraction } from '../hash/hash-fraction.ts';
import type { FourChoice } from '../records/four-choice.ts';
import type { Section } from '../records/section.ts';
import { tokenise } from '../search/tokenise.ts';
import { type Asked, type AskedDocument, type AskingOptions, askedDocuments } from './asked-documents.ts';
import { shortTitle, withoutNumber } from './asked-section.ts';
import { pairId } from './compose-pair.ts';
import { composeChoice } from './draw-options.ts';
import { firstSentences } from './first-sentences.ts';
import { isUnsuitableAnswer, isUnsuitableHeading } from './is-unsuitable.ts';
import { leadAnswer, type Span } from './lead-answer.ts';

const maxHeadingCharacters = 60;
/** Headings that say nothing about what stands under them. */
const anywhere =
  /^(?:overview|introduction|intro|summary|description|notes?|details?|general|(?:basic |more |full |simple )?examples?|(?:basic |simple |advanced )?usage|others?|misc\w*|conclusions?|background|more|about|api|reference|documentation|docs|methods?|properties|options?|parameters?|arguments|returns?|features|faqs?|tips|getting started|quick ?start|why\??|概述|概要|简介|介绍|说明|其他|其它|备注|注意(?:事项)?|示例|例子|用法|使用|总结|小结|背景|前言|引言|参数|选项|返回值|功能|特性|快速开始|入门|常见问题)$/i;

/** Passages that lean on what stands before them. */
const leaning =
  /^(?:this|that|it|its|these|those|they|he|she|here|also|see)\b|^(?:这|那|它|此|该|其|另外|同样|参见|請|请)/i;

interface Candidate {
  name: string;
  span: Span;
  section: Section;
}

/** The questions of all documents, ordered by path and place. */
export function makeHeadingChoices(documents: readonly Asked[], options: AskingOptions): FourChoice[] {
  const questions: FourChoice[] = [];
  const passages = new Set<string>();
  for (const from of askedDocuments(documents, options)) {
    for (const siblings of groupSiblings(from.document, from.sections)) {
      for (const right of siblings) {
        const question = makeChoice(from, right, siblings);
        if (question === undefined || passages.has(question.question)) continue;
        passages.add(question.question);
        questions.push(question);
      }
    }
  }
  return questions;
}

/** Headings of one level under one parent, where there are at least four that can be told apart. */
function groupSiblings(document: Asked, sections: readonly Section[]): Candidate[][] {
  const groups = new Map<string, Candidate[]>();
  for (const section of sections) {
    const name = withoutNumber(section.headings.at(-1) ?? '');
    const isTitle = name.toLowerCase() === shortTitle(document.title).toLowerCase();
    const isClear =
      !isTitle && name.length >= 2 && name.length <= maxHeadingCharacters && !anywhere.test(name);
    if (!isClear || isUnsuitableHeading(section.headings)) continue;
    const at = document.text.slice(section.start, section.bodyStart).indexOf(name);
    if (at < 0) continue;
    const start = section.start + at;
    const key = JSON.stringify([section.level, ...section.headings.slice(0, -1)]);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    if (group.every((one) => isApart(one.name, name)))
      group.push({ name, span: { start, end: start + name.length }, section });
  }
  return [...groups.values()].filter((group) => group.length >= 4);
}

function isApart(a: string, b: string): boolean {
  const [low, other] = [a.toLowerCase(), b.toLowerCase()];
  return !low.includes(other) && !other.includes(low);
}

function makeChoice(
  { document, languageOf }: AskedDocument,
  right: Candidate,
  siblings: readonly Candidate[],
): FourChoice | undefined {
  const span = leadAnswer(document.text, right.section);
  const answer = span && document.text.slice(span.start, span.end);
  const passage = answer && !isUnsuitableAnswer(answer) ? firstSentences(answer) : undefined;
  if (passage === undefined || leaning.test(passage.text) || givesAway(passage.text, right.name))
    return undefined;
  const language = languageOf(passage.text);
  const question = ask(passage.text, shortTitle(document.title), language);
  if (question === undefined) return undefined;
  const id = pairId(document.document, right.span, question);
  const wrong = siblings
    .filter((one) => one !== right && !givesAway(passage.text, one.name))
    .map(({ name }) => ({ name, rank: hashFraction('heading', id, name) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, 3)
    .map(({ name }) => name);
  if (wrong.length < 3) return undefined;
  const asked = { id, document: document.document, language, question, text: right.name, span: right.span };
  return composeChoice(asked, wrong, 'heading');
}

/** Whether most words of a heading stand in a passage, so that it is found without understanding. */
function givesAway(passage: string, heading: string): boolean {
  const inPassage = new Set(tokenise(passage).map(({ term }) => term));
  const words = tokenise(heading);
  const numFound = words.filter(({ term }) => inPassage.has(term)).length;
  return words.length === 0 || numFound * 2 > words.length;
}

function ask(passage: string, title: string, language: string): string | undefined {
  if (language === 'en') return `In ${title}, which heading does this passage stand under?\n\n${passage}`;
  return language.startsWith('zh') ? `在《${title}》中，下面这段话在哪个标题之下？\n\n${passage}` : undefined;
}
