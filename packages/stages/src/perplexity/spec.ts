/**
 * What a user may ask of training a perplexity model, and the only home of its defaults.
 */
import { z } from 'zod';

export const perplexitySpec = z.strictObject({
  /** Name of the artifact, for people. */
  name: z.string().default('perplexity'),
  /** Bytes of a context and the next one together. */
  order: z.number().int().min(2).max(8).default(6),
  /** Slots of each table as a power of two; 22 takes 48 MiB on each thread. */
  tableBits: z.number().int().min(12).max(26).default(22),
});
export type PerplexitySpec = z.infer<typeof perplexitySpec>;
