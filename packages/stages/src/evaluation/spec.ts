/**
 * What a user may ask of an evaluation, and the only home of its defaults.
 */
import { z } from 'zod';

export const evaluationSpec = z.strictObject({
  /** What the model is in the story: `base`, `tuned`, `quantised`. */
  label: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .default('model'),
  /** What is measured: bits per byte of held-out answers and of held-out documents, accuracy on four-choice questions. */
  tasks: z
    .array(z.enum(['answers', 'documents', 'choices']))
    .min(1)
    .refine((names) => new Set(names).size === names.length, 'each task once')
    .default(['answers', 'documents', 'choices']),
  /** At most so many samples of each task, spread evenly over the held-out documents. */
  maxSamples: z.number().int().min(2).default(32),
  /** Tokens of a sample that are read at the most. */
  maxTokens: z.number().int().min(32).default(128),
  /** An interval of so many standard errors that covers zero shows no difference. */
  numStandardErrors: z.number().positive().default(2),
});
export type EvaluationSpec = z.infer<typeof evaluationSpec>;
