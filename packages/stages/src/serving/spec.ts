/**
 * What a user may ask of serving, and the only home of its defaults.
 */
import { z } from 'zod';

export const servingSpec = z.strictObject({
  /** The name API clients give as `model`. */
  alias: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'an alias is lower-case letters, digits, dots and dashes'),
  /** Tokens of prompt and answer together. */
  contextTokens: z.number().int().min(256).max(1_048_576).default(2048),
  /** Bound of the gate between the file and the served endpoint, the same engine on both sides: mean difference of relevant log-probabilities, in nats. */
  maxMeanLogit: z.number().positive().default(0.02),
  /** Largest single difference, in nats. */
  maxLogit: z.number().positive().default(0.25),
  /** Relative difference of bits per byte. */
  maxBitsPerByte: z.number().positive().default(0.005),
});
export type ServingSpec = z.infer<typeof servingSpec>;
