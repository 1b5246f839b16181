/**
 * A document: one clean text with its name and where it came from.
 * Invariant: `document` is `sha256:` and the SHA-256 of its raw bytes (after gunzip; of the line for JSONL), and `text` is
 * normalised, Markdown-flavoured where `format` is `markdown` or `html`. Every span in this library counts UTF-16 code units of `text`.
 * Refuses language, split and verdicts: those are found later and kept beside it.
 */

/** What a document was written in; decides which heading rules apply. */
export type Format = 'markdown' | 'html' | 'text' | 'jsonl';

export interface Document {
  document: string;
  /** Relative to the folder read, `/` between names; `#` and the 1-based line for a line of JSONL. */
  path: string;
  format: Format;
  title: string;
  text: string;
  /** Size of its raw bytes. */
  sizeBytes: number;
  /** The encoding its bytes were read as, by WHATWG label. */
  encoding: string;
  /** Characters that could not be read and stand as U+FFFD. */
  numReplaced: number;
}
