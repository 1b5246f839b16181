/**
 * What a user may ask of making pairs, and the only home of its defaults.
 */
import { z } from 'zod';

export const instructionSpec = z.strictObject({
  name: z.string().default('pairs'),
  /** Longest answer, in characters of the document (Han characters count fourfold). */
  maxAnswerCharacters: z.number().int().min(40).default(700),
  /** At most so many four-choice questions are made from held-out documents. */
  maxChoices: z.number().int().min(0).default(400),
  seed: z.number().int().min(0).default(1),
});
export type InstructionSpec = z.infer<typeof instructionSpec>;
