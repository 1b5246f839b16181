/**
 * What a user may ask of a tokenizer, and the only home of its defaults.
 */
import { splitPatternNames } from '@slipway/text';
import { z } from 'zod';

export const tokenizerSpec = z.strictObject({
  /** Name of the artifact, for people. */
  name: z.string().default('tokenizer'),
  /** Ids in all, special tokens and the 256 bytes included; at 65,536 an id takes two bytes, with one more four. */
  vocabularySize: z
    .number()
    .int()
    .min(257)
    .max(2 ** 20)
    .default(65_536),
  /** How text is cut into pieces within which tokens are merged, by the family that does it so. */
  splitPattern: z.enum(splitPatternNames).default('o200k'),
  /** `nfc` joins letters and their marks as Unicode composes them before anything else. */
  normaliser: z.enum(['none', 'nfc']).default('none'),
  /** Tokens with a meaning of their own, which no text gives by merging; they get the first ids. */
  specialTokens: z.array(z.string().min(1)).default(['<|endoftext|>', '<|im_start|>', '<|im_end|>']),
  /** Pairs seen less often are not merged. */
  minimumCount: z.number().int().min(1).default(2),
  /** Tokens of more bytes are not made: without a bound, scripts without spaces give whole phrases. */
  maxTokenBytes: z.number().int().min(4).default(64),
  /** Documents are drawn by the seed so that about so many bytes of their lines are counted; all where there are fewer. */
  sampleBytes: z.number().int().positive().default(4e9),
  /** Which documents are drawn. */
  seed: z.number().int().min(0).default(1),
  /** Distinct pieces held at a time, about 2 kB of memory each; the rarest are let go where there are more. */
  maxPieces: z.number().int().min(65_536).max(16_000_000).default(1_000_000),
  /** A ready tokenizer to be taken in place of training one: a `tokenizer.json`, or a tiktoken file of `splitPattern`. */
  file: z.string().min(1).optional(),
  /** Special tokens of a tiktoken file with their ids, which the file does not say. */
  specialTokenIds: z.record(z.string(), z.number().int().nonnegative()).default({}),
});
export type TokenizerSpec = z.infer<typeof tokenizerSpec>;
