/**
 * The first sentences of an answer that begins with prose, as many as are needed to say something.
 * Invariant: the text is the beginning of the answer, line ends as blanks. Refuses: lists, tables, quotations, code; too long a sentence.
 */
import { sentenceEnds } from '../sentences/sentence-ends.ts';
import { textWeight } from '../sentences/text-weight.ts';

const minWeight = 40;
const maxWeight = 260;

export interface FirstSentences {
  text: string;
  /** How much of the answer they are, in its own characters. */
  numCharacters: number;
  weight: number;
}

/** The first sentences, or `undefined` where there are no fitting ones. */
export function firstSentences(answer: string): FirstSentences | undefined {
  const paragraphEnd = answer.search(/\n\s*\n|\n(?=\s*(?:[-*+>|]|\d{1,3}[.)]|```|~~~))|$/);
  const paragraph = answer.slice(0, paragraphEnd);
  if (!isProse(paragraph)) return undefined;
  for (const end of sentenceEnds(paragraph, 0, paragraph.length)) {
    const text = paragraph.slice(0, end).trimEnd();
    const weight = textWeight(text);
    if (weight > maxWeight) return undefined;
    if (weight >= minWeight && !/[:：]$/.test(text))
      return { text: unwrapLines(text), numCharacters: text.length, weight };
  }
  return undefined;
}

/** Whether a block is prose by its first characters: no list, table, quotation, heading, code. */
export function isProse(block: string): boolean {
  return !/^\s*(?:[-*+>|#]|\d{1,3}[.)]\s|```|~~~| {4}|\t)/.test(block);
}

/** Lines that were wrapped in the source as one line. */
export function unwrapLines(text: string): string {
  return text
    .replace(/(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])/g, '')
    .replace(/\s*\n\s*/g, ' ');
}
