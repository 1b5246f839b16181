/**
 * The receipt of an answer: what made it, what it rests on, what it cost.
 * Invariant: everything on it can be checked against the store and the ledger; verifying says which line does not hold.
 */
import { z } from 'zod';
import { engineUsage, finishReason } from './engine-protocol.ts';
import { score } from './evaluation.ts';
import { answerId, customerId, deploymentId, digest } from './ids.ts';
import { microUnits } from './usage.ts';
import { wording } from './wording.ts';

/** A passage an answer was given to rest on. */
export const citation = z.object({
  /** Number by which the answer refers to it: [1]. */
  number: z.number().int().positive(),
  passageId: z.string(),
  /** Digest of the whole document as it was read. */
  document: digest,
  documentPath: z.string(),
  title: z.string(),
  headings: z.array(z.string()),
  /** UTF-16 offsets into the dataset's clean text of the document. */
  start: z.number().int(),
  end: z.number().int(),
  text: z.string(),
  score: z.number(),
});
export type Citation = z.infer<typeof citation>;

/** Whether an answer was given passages of the documents, or none was found and the model answered by itself. */
export const answerGrounding = z.enum(['passages', 'none']);
export type AnswerGrounding = z.infer<typeof answerGrounding>;

export const receipt = z.object({
  answerId,
  at: z.iso.datetime(),
  deploymentId,
  alias: z.string(),
  customerId,
  customer: z.string(),
  industry: z.string(),
  model: z.object({ digest, name: z.string() }),
  base: z.object({ digest, name: z.string() }).optional(),
  adapter: z.object({ digest, name: z.string() }).optional(),
  dataset: z.object({ digest, name: z.string(), numDocuments: z.number().int() }).optional(),
  gates: z.array(z.object({ digest, handover: z.string(), passed: z.boolean() })),
  scores: z.array(score),
  licences: z.array(z.string()),
  citations: z.array(citation),
  /** Absent on receipts of earlier versions: `citations` says the same. */
  grounding: answerGrounding.optional(),
  usage: engineUsage,
  reason: finishReason,
  price: z.object({ amountMicroUnits: microUnits, currency: z.string() }),
  durationMs: z.number(),
  /** SHA-256 of the question's and of the answer's text: the texts themselves are not kept here. */
  promptDigest: digest,
  answerDigest: digest,
});
export type Receipt = z.infer<typeof receipt>;

/** One line that was verified; `detail` says what was compared with what. */
export const receiptCheck = z.object({ name: z.string(), passed: z.boolean(), detail: wording });
export type ReceiptCheck = z.infer<typeof receiptCheck>;

export const verifiedReceipt = z.object({
  receipt,
  /** Question and answer word for word, where they are kept: the tour's. */
  texts: z.object({ question: z.string(), answer: z.string() }).optional(),
  isVerified: z.boolean(),
  checks: z.array(receiptCheck),
});
export type VerifiedReceipt = z.infer<typeof verifiedReceipt>;

/** An answer as a list shows it: enough to find its receipt. */
export const answerSummary = z.object({
  answerId,
  at: z.iso.datetime(),
  deploymentId,
  /** The alias that was asked. */
  model: z.string(),
  customer: z.string(),
  grounding: answerGrounding,
  numPromptTokens: z.number().int(),
  numOutputTokens: z.number().int(),
  amountMicroUnits: microUnits,
  currency: z.string(),
});
export type AnswerSummary = z.infer<typeof answerSummary>;
