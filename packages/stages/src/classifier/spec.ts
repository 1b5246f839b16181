/**
 * What a user may ask of training a quality classifier, and the only home of its defaults.
 */
import { z } from 'zod';

export const classifierSpec = z.strictObject({
  /** Name of the artifact, for people. */
  name: z.string().default('classifier'),
  /** At most so many documents of each class are learnt from; of more, those that their digests choose. */
  maxExamples: z.number().int().positive().default(20_000),
  /** Times that all examples are gone through. */
  epochs: z.number().int().min(1).max(50).default(5),
  /** Weights as a power of two; more tell more features apart. */
  weightBits: z.number().int().min(10).max(24).default(18),
  /** Fixes the order of the examples. */
  seed: z.number().int().min(0).default(1),
});
export type ClassifierSpec = z.infer<typeof classifierSpec>;
