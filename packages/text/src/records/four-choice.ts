/**
 * A question with four options of which one is right.
 * Invariant: `options[correct]` is the text at the document and span given, line ends as blanks; the three others from three other documents of the
 * same language, or for `heading` from the same document; the place of the right one depends on a hash and is even over many questions.
 */

export interface FourChoice {
  id: string;
  document: string;
  start: number;
  end: number;
  language: string;
  question: string;
  options: string[];
  /** Index into `options`. */
  correct: number;
  /** What the options are, where they are not answers: terms for a blank, headings of a passage. */
  kind?: 'cloze' | 'heading';
}
