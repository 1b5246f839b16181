/**
 * A question with four options of which one is right.
 * Invariant: `options[correct]` is the text at the document and span given, line ends as blanks; the three others from three other documents of the
 * same language; the place of the right one depends on a hash and is even over many questions.
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
}
