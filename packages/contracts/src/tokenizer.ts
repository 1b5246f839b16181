/**
 * What a tokenizer is at a glance, and what it makes of a text.
 *
 *   tokenizer: tokenizer.json (Hugging Face tokenizers), report.json (TokenizerReport)
 *
 * Invariant: measured on documents that it was not trained on where there are any, and says so where not.
 */
import { z } from 'zod';
import { digest } from './ids.ts';

const count = z.number().int().nonnegative();

/** Of one language: what was encoded, and into how many tokens. */
export const tokenisedLanguage = z.object({ numDocuments: count, numBytes: count, numTokens: count });
export type TokenisedLanguage = z.infer<typeof tokenisedLanguage>;

const byLanguage = z.record(z.string(), tokenisedLanguage);

export const specialToken = z.object({ id: count, text: z.string() });
export type SpecialToken = z.infer<typeof specialToken>;

export const tokenizerReport = z.object({
  format: z.literal('slipway-tokenizer-report/1'),
  /** Where it comes from: trained here, a file, or a model. */
  origin: z.enum(['trained', 'file', 'model']),
  /** Ids in all, special ones included. */
  numVocabulary: count,
  numMerges: count,
  splitPattern: z.string(),
  normaliser: z.enum(['none', 'nfc']),
  specialTokens: z.array(specialToken),
  /** Absent where it was not trained here. */
  training: z
    .object({
      numDocuments: count,
      /** Of text that was counted. */
      numBytes: count,
      /** Share of the documents that was drawn, 0 to 1. */
      sampleShare: z.number(),
      numPieces: count,
      /**
       * The highest count at which pieces were dropped for want of room, not how many were; what came again after it was counted anew, so
       * that counts may be too low. 0 where every count is exact.
       */
      numDropped: count,
    })
    .optional(),
  /** Absent where no documents were given. */
  measured: z
    .object({
      /** The documents that it was measured on. */
      split: z.enum(['heldout', 'train']),
      languages: byLanguage,
      /** Documents whose ids gave other bytes than theirs. */
      numNotRestored: count,
      /** Other tokenizers on the same documents. */
      against: z.array(z.object({ name: z.string(), tokenizer: digest, languages: byLanguage })),
    })
    .optional(),
});
export type TokenizerReport = z.infer<typeof tokenizerReport>;

/** One token of a text. */
export const encodedToken = z.object({
  id: count,
  /** Its text; what is not whole by itself is shown as `\xE4` and the like. */
  text: z.string(),
  /** In bytes of the text's UTF-8. */
  start: count,
  end: count,
  isSpecial: z.boolean(),
});
export type EncodedToken = z.infer<typeof encodedToken>;

export const encodedText = z.object({
  numBytes: count,
  tokens: z.array(encodedToken),
  /** Whether the ids give back the text, byte for byte (after the normaliser). */
  isRestored: z.boolean(),
});
export type EncodedText = z.infer<typeof encodedText>;
