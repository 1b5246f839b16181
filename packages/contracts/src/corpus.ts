/**
 * Records that data artifacts hold, one JSON object a line: what one stage writes and later ones read.
 *
 *   documents: files/<path>..., documents.jsonl (SourceDocument), set-aside.jsonl (DroppedDocument)
 *   dataset:   documents.jsonl (DatasetDocument), dropped.jsonl (DroppedDocument), card.json (DatasetCard)
 *   index:     passages.jsonl (Passage) and the search library's own files under search/
 *   pairs:     train.jsonl and heldout.jsonl (Pair), choices.jsonl (ChoiceQuestion, held-out documents only)
 *
 * Invariant: `document` is the SHA-256 of the document's raw bytes; a span {start, end} counts UTF-16 code units of the dataset's
 * clean text of that document, and slicing it gives the quoted text exactly.
 */
import { z } from 'zod';
import { chatMessage } from './engine-protocol.ts';
import { digest } from './ids.ts';

export const sourceDocument = z.object({ path: z.string(), document: digest, sizeBytes: z.number().int() });
export type SourceDocument = z.infer<typeof sourceDocument>;

export const droppedDocument = z.object({
  path: z.string(),
  /** Absent where the file could not even be read. */
  document: digest.optional(),
  /** Closed word for counting: `binary`, `near-duplicate`, `too-short`, ... */
  reason: z.string(),
  detail: z.string().optional(),
  duplicateOf: digest.optional(),
});
export type DroppedDocument = z.infer<typeof droppedDocument>;

export const split = z.enum(['train', 'heldout']);
export type Split = z.infer<typeof split>;

export const datasetDocument = z.object({
  document: digest,
  path: z.string(),
  title: z.string(),
  format: z.string(),
  language: z.string(),
  split,
  text: z.string(),
});
export type DatasetDocument = z.infer<typeof datasetDocument>;

/** The funnel: how many documents and bytes entered and left each step, and why the rest stayed behind. */
export const funnelStage = z.object({
  name: z.string(),
  numDocuments: z.number().int(),
  numBytes: z.number().int(),
  dropped: z.record(z.string(), z.number().int()),
});
export const datasetCard = z.object({
  funnel: z.array(funnelStage),
  languages: z.record(z.string(), z.number().int()),
  formats: z.record(z.string(), z.number().int()),
  splits: z.object({ train: z.number().int(), heldout: z.number().int() }),
  numCharacters: z.number().int(),
});
export type FunnelStage = z.infer<typeof funnelStage>;
export type DatasetCard = z.infer<typeof datasetCard>;

const span = { document: digest, start: z.number().int().nonnegative(), end: z.number().int().positive() };

export const passage = z.object({
  id: z.string(),
  ...span,
  path: z.string(),
  title: z.string(),
  headings: z.array(z.string()),
  language: z.string(),
  text: z.string(),
});
export type Passage = z.infer<typeof passage>;

export const pair = z.object({
  id: z.string(),
  ...span,
  path: z.string(),
  language: z.string(),
  /** What was asked for, where it is not what a section says. */
  kind: z.enum(['summary', 'table']).optional(),
  /** Ends with the assistant's message, the part that is learnt and measured. */
  messages: z.array(chatMessage).min(2),
});
export type Pair = z.infer<typeof pair>;

export const choiceQuestion = z.object({
  id: z.string(),
  ...span,
  language: z.string(),
  question: z.string(),
  options: z.array(z.string()).length(4),
  correct: z.number().int().min(0).max(3),
  /** What the options are, where they are not answers: terms for a blank, headings of a passage. */
  kind: z.enum(['cloze', 'heading']).optional(),
});
export type ChoiceQuestion = z.infer<typeof choiceQuestion>;
