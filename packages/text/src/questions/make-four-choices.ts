/**
 * Four-choice questions from question-answer pairs: the right answer's first sentences against those of three other documents.
 * Invariant: depends on the set of pairs alone. Wrong options come from other documents, are in the same language, of similar length, and
 * neither repeat nor contain the right one; the right one's place is drawn by a hash. The right option is its span with line ends as blanks.
 * Refuses pairs whose answer does not begin with a sentence of prose, and pairs for which three wrong options cannot be found.
 */
import { compareCodeUnits } from '../hash/compare-code-units.ts';
import { hashFraction } from '../hash/hash-fraction.ts';
import type { FourChoice } from '../records/four-choice.ts';
import type { QuestionAnswer } from '../records/question-answer.ts';
import { sentenceEnds } from '../sentences/sentence-ends.ts';
import { textWeight } from '../sentences/text-weight.ts';

const minWeight = 40;
const maxWeight = 260;
/** How many options nearest in length wrong ones are drawn from. */
const numNearest = 40;

interface Option {
  pair: QuestionAnswer;
  text: string;
  span: { start: number; end: number };
  weight: number;
}

/** The questions, in the order of the pairs. */
export function makeFourChoices(pairs: readonly QuestionAnswer[]): FourChoice[] {
  const pools = new Map<string, Option[]>();
  const options = pairs.map((pair) => {
    const option = firstSentences(pair);
    const language = pair.language.slice(0, 2);
    if (option !== undefined) pools.set(language, [...(pools.get(language) ?? []), option]);
    return option;
  });
  for (const pool of pools.values()) {
    pool.sort((a, b) => a.weight - b.weight || compareCodeUnits(a.pair.id, b.pair.id));
  }
  const questions: FourChoice[] = [];
  for (const right of options) {
    if (right === undefined) continue;
    const wrong = drawWrong(right, pools.get(right.pair.language.slice(0, 2)) ?? []);
    if (wrong.length === 3) questions.push(compose(right, wrong));
  }
  return questions;
}

function compose({ pair, text, span }: Option, wrong: readonly string[]): FourChoice {
  const correct = Math.floor(hashFraction('place', pair.id) * 4);
  const { document, language, question } = pair;
  return {
    id: pair.id.replace(/^qa_/, 'fc_'),
    document,
    ...span,
    language,
    question,
    options: [...wrong.slice(0, correct), text, ...wrong.slice(correct)],
    correct,
  };
}

function drawWrong(right: Option, pool: readonly Option[]): string[] {
  const nearest = nearestInLength(right, pool);
  const ranked = nearest
    .map((option) => ({ option, rank: hashFraction('wrong', right.pair.id, option.pair.id) }))
    .sort((a, b) => a.rank - b.rank);
  const taken: Option[] = [];
  for (const { option } of ranked) {
    const isNew = taken.every(
      ({ pair, text }) => pair.document !== option.pair.document && text !== option.text,
    );
    if (isNew) taken.push(option);
    if (taken.length === 3) break;
  }
  return taken.map(({ text }) => text);
}

/** Options of other documents around the right one in a pool sorted by weight, nearest first. */
function nearestInLength(right: Option, pool: readonly Option[]): Option[] {
  const at = pool.indexOf(right);
  const found: Option[] = [];
  let low = at - 1;
  let high = at + 1;
  while (found.length < numNearest && (low >= 0 || high < pool.length)) {
    const below = pool[low];
    const above = pool[high];
    const isBelow =
      above === undefined ||
      (below !== undefined && right.weight - below.weight <= above.weight - right.weight);
    const next = isBelow ? below : above;
    if (isBelow) low -= 1;
    else high += 1;
    if (next !== undefined && isWrongFor(right, next)) found.push(next);
  }
  return found;
}

function isWrongFor(right: Option, other: Option): boolean {
  if (other.pair.document === right.pair.document || other.pair.question === right.pair.question)
    return false;
  return !other.text.includes(right.text) && !right.text.includes(other.text);
}

/** The first sentences of an answer that begins with prose, as many as are needed to say something. */
function firstSentences(pair: QuestionAnswer): Option | undefined {
  const { answer } = pair;
  const paragraphEnd = answer.search(/\n\s*\n|\n(?=\s*(?:[-*+>|]|\d{1,3}[.)]|```|~~~))|$/);
  const paragraph = answer.slice(0, paragraphEnd);
  if (/^\s*(?:[-*+>|#]|\d{1,3}[.)]\s|```|~~~| {4}|\t)/.test(paragraph)) return undefined;
  for (const end of sentenceEnds(paragraph, 0, paragraph.length)) {
    const text = paragraph.slice(0, end).trimEnd();
    const weight = textWeight(text);
    if (weight > maxWeight) return undefined;
    if (weight >= minWeight && !/[:：]$/.test(text))
      return { pair, text: unwrap(text), span: { start: pair.start, end: pair.start + text.length }, weight };
  }
  return undefined;
}

/** Lines that were wrapped in the source as one line. */
function unwrap(text: string): string {
  return text
    .replace(/(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])/g, '')
    .replace(/\s*\n\s*/g, ' ');
}
