/**
 * A document: one clean text with its name.
 * Invariant: `document` is `sha256:` and the SHA-256 of its bytes as they came (unpacked; of the text for a record of many in a file), and
 * `text` is normalised, Markdown-flavoured unless `format` is one of plain text. Every span in this library counts UTF-16 code units of
 * `text`.
 * Refuses language, split and verdicts: those are found later and kept beside it.
 */

/** What a document was read as: the name of a reader or of an office format; decides which heading rules apply. */
export type Format = string;

export interface Document {
  document: string;
  /** Relative to the folder read, `/` between names; `#` and the record's position where a file holds many. */
  path: string;
  format: Format;
  title: string;
  text: string;
}
