/**
 * What a user may ask of tokens for training, and the only home of its defaults.
 */
import { tokenFormats } from '@slipway/text';
import { z } from 'zod';

export const tokensSpec = z
  .strictObject({
    /** Name of the artifact, for people. */
    name: z.string().default('tokens'),
    /** Which documents of the datasets are taken. */
    split: z.enum(['train', 'heldout', 'all']).default('train'),
    /** In the order of the datasets, what each weighs and how often a token of it is read at most; by default each is read once. */
    mixture: z
      .array(z.strictObject({ weight: z.number().min(0), maxEpochs: z.number().min(0).default(4) }))
      .optional(),
    /** Tokens that are read in all; `auto` reads as many as the datasets have. */
    numTokens: z.union([z.literal('auto'), z.number().int().positive()]).default('auto'),
    /** Whether documents of all datasets are brought into one random order, each dataset spread evenly over it. */
    shuffle: z.boolean().default(true),
    /** Which order that is. */
    seed: z.number().int().min(0).default(1),
    /** How sequences are made of documents: `concatenate` cuts wherever one is full, `best-fit` cuts only what is longer than one. */
    packing: z.enum(['none', 'concatenate', 'best-fit']).default('best-fit'),
    /** Tokens of a packed sequence. */
    sequenceTokens: z
      .number()
      .int()
      .min(16)
      .max(2 ** 24)
      .default(2048),
    /** The special token that ends each document and fills up sequences; `auto` takes the one that the tokenizer has for it. */
    endOfText: z.string().min(1).default('auto'),
    /** `shards` keep where documents end within sequences; the others are what trainers read. */
    format: z.enum(tokenFormats).default('shards'),
    /** A file is closed by the document or sequence that brings it to so many tokens. */
    shardTokens: z.number().int().positive().default(100_000_000),
  })
  .refine(({ mixture }) => !mixture || mixture.some(({ weight }) => weight > 0), {
    path: ['mixture'],
    message: 'one weight above 0',
  });
export type TokensSpec = z.infer<typeof tokensSpec>;
