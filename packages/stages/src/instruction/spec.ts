/**
 * What a user may ask of making pairs, and the only home of its defaults.
 */
import { z } from 'zod';

export const instructionSpec = z.strictObject({
  /** Name of the artifact, for people. */
  name: z.string().default('pairs'),
  /** Longest answer, in Latin characters; a Han character counts 2.25. */
  maxAnswerWeight: z.number().min(80).default(700),
  /** At most so many four-choice questions are made from held-out documents. */
  maxChoices: z.number().int().min(0).default(400),
});
export type InstructionSpec = z.infer<typeof instructionSpec>;
