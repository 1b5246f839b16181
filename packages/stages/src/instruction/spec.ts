/**
 * What a user may ask of making pairs, and the only home of its defaults.
 */
import { z } from 'zod';

export const pairForms = ['sections', 'summaries', 'tables'] as const;
export const choiceForms = ['answers', 'cloze', 'headings'] as const;

export const instructionSpec = z.strictObject({
  /** Name of the artifact, for people. */
  name: z.string().default('pairs'),
  /** What pairs are made of: what `sections` say, `summaries` that authors put first, cells of `tables`. */
  pairs: z.array(z.enum(pairForms)).min(1).default(['sections']),
  /** What four-choice questions ask: the right of four `answers`, the term for a blank (`cloze`), the one of four `headings` for a passage. */
  choices: z.array(z.enum(choiceForms)).min(1).default(['answers']),
  /** Longest answer of a section, in Latin characters; a Han character counts 2.25. */
  maxAnswerWeight: z.number().min(80).default(700),
  /** At most so many four-choice questions are made from held-out documents, as many of each form as there are. */
  maxChoices: z.number().int().min(0).default(400),
});
export type InstructionSpec = z.infer<typeof instructionSpec>;
