/**
 * The blocks that a document of any format is made of, before they are Markdown.
 * Invariant: `text` is inline and plain; the writer escapes what Markdown would read as marks at its start.
 * Refuses: styles; a run's bold or colour says little to a reader of text.
 */

export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'quote'; text: string }
  /** `depth` from 0; `number` where the list counts. */
  | { kind: 'item'; depth: number; number?: number | undefined; text: string }
  /** The first row is the head. */
  | { kind: 'table'; rows: readonly (readonly string[])[] }
  | { kind: 'note'; label: string; text: string }
  /** Is Markdown already. */
  | { kind: 'markdown'; text: string };

/** A page, slide, sheet or chapter. */
export interface Page {
  page: number;
  blocks: readonly Block[];
  /** Where its first paragraph goes on from the page before: what stands between the two. */
  joint?: '' | ' ' | undefined;
}

/** A whole file. `hasPages` is false where the format leaves pages to the program that shows it. */
export interface OfficeDocument {
  pages: readonly Page[];
  hasPages: boolean;
  title?: string | undefined;
  language?: string | undefined;
  date?: string | undefined;
}
