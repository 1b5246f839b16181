/**
 * A question with four options of which one is right.
 * Invariant: `options[correct]` comes from the document and span given, the three others from three other documents of the
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
