/**
 * What a user may ask of an index, and the only home of its defaults.
 */
import { z } from 'zod';

export const indexSpec = z.strictObject({
  /** Name of the artifact, for people. */
  name: z.string().default('passages'),
});
export type IndexSpec = z.infer<typeof indexSpec>;
