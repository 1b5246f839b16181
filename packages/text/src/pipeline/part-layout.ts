/**
 * How the scanned documents of a part lie in its sections: columns of numbers, one entry a document, and the texts end to end.
 *
 *   names, nameEnds            how the source calls each document
 *   details, detailEnds        what the reason was found in, empty where the document is kept
 *   digests, sourceBytes       SHA-256 (32 bytes a document) and length, as it came
 *   languages, sources, formats  places in the part's lists of them
 *   drops                      place in the part's list of `step:reason`, from 1; 0 where the document is kept
 *   rowCounts, rows            rows of columns, as often as the document was measured
 *   scores                     what lists and models say: as many numbers a document as the part's facts name scores
 *   kept documents only:       titles, titleEnds, text, textEnds, hashes (two a document), signatures
 *   samples                    JSON: a few kept and dropped documents of the part
 *
 * Invariant: equal documents in equal order give equal bytes; numbers are little endian, as typed arrays are on all machines we run on.
 */

/** Sections of numbers and what their numbers are. */
export const numberSections = {
  nameEnds: Uint32Array,
  detailEnds: Uint32Array,
  digests: Uint8Array,
  sourceBytes: Uint32Array,
  languages: Uint16Array,
  sources: Uint16Array,
  formats: Uint8Array,
  drops: Uint16Array,
  rowCounts: Uint8Array,
  rows: Float64Array,
  scores: Float64Array,
  titleEnds: Uint32Array,
  textEnds: Uint32Array,
  hashes: BigUint64Array,
  signatures: Uint8Array,
} as const;

export type NumberSection = keyof typeof numberSections;
export type NumbersOf<Name extends NumberSection> = InstanceType<(typeof numberSections)[Name]>;
