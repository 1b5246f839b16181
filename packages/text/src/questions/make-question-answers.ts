/**
 * Question-answer pairs from the headings and sections of documents.
 * Invariant: depends on the set of documents alone: they are taken in the order of their paths, templates are chosen by a hash of document and
 * span, a question that was put before is not put again. Every answer is a span of its document's text.
 * Refuses sections in other languages than English and Chinese, and what `is-unsuitable.ts` names.
 */
import { hashFraction } from '../hash/hash-fraction.ts';
import type { QuestionAnswer } from '../records/question-answer.ts';
import type { Section } from '../records/section.ts';
import { type Asked, type AskedDocument, type AskingOptions, askedDocuments } from './asked-documents.ts';
import { type AskedSection, shortTitle, withoutNumber } from './asked-section.ts';
import { askInChinese } from './chinese-question.ts';
import { composePair } from './compose-pair.ts';
import { askInEnglish } from './english-question.ts';
import { isUnsuitableAnswer, isUnsuitableHeading } from './is-unsuitable.ts';
import { defaultAnswerWeight, leadAnswer } from './lead-answer.ts';

export interface QuestionOptions extends AskingOptions {
  /** Longest answer, in Latin characters; a Han character counts 2.25. */
  maxAnswerWeight?: number;
}

const maxQuestionCharacters = 200;

/** The pairs of all documents, ordered by path and place. */
export function makeQuestionAnswers(documents: readonly Asked[], options: QuestionOptions): QuestionAnswer[] {
  const asked = new Set<string>();
  const pairs: QuestionAnswer[] = [];
  for (const from of askedDocuments(documents, options)) {
    for (const section of from.sections) {
      const pair = makePair(from, section, {
        maxAnswerWeight: options.maxAnswerWeight ?? defaultAnswerWeight,
      });
      if (pair === undefined || asked.has(pair.question)) continue;
      asked.add(pair.question);
      pairs.push(pair);
    }
  }
  return pairs;
}

function makePair(
  { document, languageOf }: AskedDocument,
  section: Section,
  { maxAnswerWeight }: { maxAnswerWeight: number },
): QuestionAnswer | undefined {
  if (isUnsuitableHeading(section.headings)) return undefined;
  const span = leadAnswer(document.text, section, maxAnswerWeight);
  if (span === undefined) return undefined;
  const answer = document.text.slice(span.start, span.end);
  if (isUnsuitableAnswer(answer)) return undefined;
  const language = languageOf(answer);
  const question = ask(language, askedSection(document, section));
  if (question === undefined || question.length > maxQuestionCharacters) return undefined;
  return composePair(document, section, { ...span, language, question });
}

function ask(language: string, section: AskedSection): string | undefined {
  if (language === 'en') return askInEnglish(section);
  return language.startsWith('zh') ? askInChinese(section) : undefined;
}

function askedSection(document: Asked, section: Section): AskedSection {
  const title = shortTitle(document.title);
  const names = section.headings.map(withoutNumber);
  const titles = [title, document.title, withoutNumber(document.title)].map((name) => name.toLowerCase());
  const isTitle = (name: string) =>
    titles.includes(name.toLowerCase()) || titles.includes(shortTitle(name).toLowerCase());
  const own = names.at(-1) ?? '';
  return {
    title,
    heading: isTitle(own) ? '' : own,
    parents: names.slice(0, -1).filter((name) => !isTitle(name)),
    choice: hashFraction('question', document.document, String(section.start)),
  };
}
