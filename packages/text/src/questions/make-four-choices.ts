/**
 * Four-choice questions from question-answer pairs: the right answer's first sentences against those of three other documents.
 * Invariant: depends on the set of pairs alone. Wrong options are as `draw-options.ts` draws them, in the same language. The right option is
 * its span with line ends as blanks.
 * Refuses pairs whose answer does not begin with a sentence of prose, and pairs for which three wrong options cannot be found.
 */
import type { FourChoice } from '../records/four-choice.ts';
import type { QuestionAnswer } from '../records/question-answer.ts';
import { type ChoiceOption, drawFourChoices } from './draw-options.ts';
import { firstSentences } from './first-sentences.ts';

/** The questions, in the order of the pairs. */
export function makeFourChoices(pairs: readonly QuestionAnswer[]): FourChoice[] {
  return drawFourChoices(pairs.flatMap((pair) => optionOf(pair) ?? []));
}

function optionOf({
  id,
  document,
  language,
  question,
  start,
  answer,
}: QuestionAnswer): ChoiceOption | undefined {
  const sentences = firstSentences(answer);
  if (sentences === undefined) return undefined;
  const { text, numCharacters, weight } = sentences;
  const span = { start, end: start + numCharacters };
  return { id, document, language, question, text, span, weight, pool: language.slice(0, 2) };
}
