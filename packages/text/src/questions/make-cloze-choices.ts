/**
 * Four-choice questions from definitions: which of four terms the blank in a sentence stands for.
 * Invariant: depends on the set of documents alone. The wrong terms are defined in other documents, are of the same kind (code, name, word,
 * Han) and language and of similar length, and neither stand in the sentence nor share a word with the right one.
 * Refuses sentences that `find-definition.ts` does not take, and what `is-unsuitable.ts` names.
 */
import { splitUnits } from '../passages/split-units.ts';
import type { FourChoice } from '../records/four-choice.ts';
import type { Section } from '../records/section.ts';
import { textWeight } from '../sentences/text-weight.ts';
import { type Asked, type AskedDocument, type AskingOptions, askedDocuments } from './asked-documents.ts';
import { pairId } from './compose-pair.ts';
import { type ChoiceOption, drawFourChoices } from './draw-options.ts';
import { findDefinition } from './find-definition.ts';
import { isProse } from './first-sentences.ts';
import { isUnsuitableHeading } from './is-unsuitable.ts';

/** The questions of all documents, ordered by path and place; a sentence is asked about once. */
export function makeClozeChoices(documents: readonly Asked[], asking: AskingOptions): FourChoice[] {
  const options = new Map<string, ChoiceOption>();
  for (const from of askedDocuments(documents, asking)) {
    for (const section of from.sections) {
      if (isUnsuitableHeading(section.headings)) continue;
      for (const option of definitionsOf(from, section))
        if (!options.has(option.question)) options.set(option.question, option);
    }
  }
  return drawFourChoices([...options.values()], { kind: 'cloze', isWrong: isOtherTerm });
}

/** A paragraph's weight; a longer one is cut at its sentences, which then stand for paragraphs. */
const maxParagraphWeight = 2000;

function* definitionsOf({ document, languageOf }: AskedDocument, section: Section): Generator<ChoiceOption> {
  const { text } = document;
  const body = { start: section.bodyStart, end: section.end };
  for (const unit of splitUnits(text, body, maxParagraphWeight)) {
    const paragraph = text.slice(unit.start, unit.end);
    if (!isProse(paragraph)) continue;
    const definition = findDefinition(text, unit);
    if (definition === undefined) continue;
    const { term, span, kind, isChinese, blanked } = definition;
    const language = languageOf(paragraph);
    if (isChinese ? !language.startsWith('zh') : language !== 'en') continue;
    const question = ask(blanked, language);
    yield {
      id: pairId(document.document, span, question),
      document: document.document,
      language,
      question,
      text: term,
      span,
      weight: textWeight(term),
      pool: `${language.slice(0, 2)} ${kind}`,
    };
  }
}

function ask(blanked: string, language: string): string {
  return language === 'en'
    ? `Which term belongs in the blank?\n\n${blanked}`
    : `下面的空格处应填哪个术语？\n\n${blanked}`;
}

function isOtherTerm(right: ChoiceOption, other: ChoiceOption): boolean {
  const words = (text: string) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const own = new Set(words(right.text));
  return (
    !right.question.toLowerCase().includes(other.text.toLowerCase()) &&
    !words(other.text).some((word) => own.has(word))
  );
}
