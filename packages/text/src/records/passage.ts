/**
 * A passage: a piece of one section, small enough to be retrieved, quoted and shown.
 * Invariant: slicing the document's text with `start` and `end` gives `text` exactly; `id` depends on document and span alone.
 */

export interface Passage {
  id: string;
  document: string;
  start: number;
  end: number;
  path: string;
  title: string;
  headings: string[];
  language: string;
  text: string;
}
