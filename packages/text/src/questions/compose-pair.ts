/**
 * A pair with its id. Invariant: the answer is the span of the document's text, and equal pairs have equal ids.
 */
import { createHash } from 'node:crypto';
import type { QuestionAnswer } from '../records/question-answer.ts';
import type { Section } from '../records/section.ts';
import type { Asked } from './asked-documents.ts';
import type { Span } from './lead-answer.ts';

/** The pair of a question and the span that answers it; without `kind` for a section's own question. */
export function composePair(
  document: Asked,
  { headings }: Pick<Section, 'headings'>,
  asked: Span & Pick<QuestionAnswer, 'language' | 'question' | 'kind'>,
): QuestionAnswer {
  const { start, end, language, question, kind } = asked;
  return {
    id: pairId(document.document, { start, end }, question),
    document: document.document,
    start,
    end,
    path: document.path,
    title: document.title,
    headings,
    language,
    question,
    answer: document.text.slice(start, end),
    ...(kind === undefined ? {} : { kind }),
  };
}

/** The id of a pair, by its document, span and question. */
export function pairId(document: string, { start, end }: Span, question: string): string {
  const id = createHash('sha256').update(`${document} ${start} ${end} ${question}`).digest('hex');
  return `qa_${id.slice(0, 24)}`;
}
