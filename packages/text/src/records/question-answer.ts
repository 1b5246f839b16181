/**
 * A question with its answer, made from a section of one document.
 * Invariant: slicing the document's text with `start` and `end` gives `answer` exactly; `id` depends on document, span and question.
 */

export interface QuestionAnswer {
  id: string;
  document: string;
  start: number;
  end: number;
  path: string;
  title: string;
  headings: string[];
  language: string;
  question: string;
  answer: string;
  /** What was asked for, where it is not what a section says: a summary of a text, a cell of a table. */
  kind?: 'summary' | 'table';
}
