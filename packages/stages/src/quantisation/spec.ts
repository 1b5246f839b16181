/**
 * What a user may ask of quantisation, and the only home of its defaults.
 */
import { z } from 'zod';

export const quantisationSpec = z.strictObject({
  /** Number type of the matrices: norms stay F32 in each. */
  scheme: z.enum(['f16', 'q8_0']),
  /** Name of the model; the scheme is appended. */
  name: z.string().default('model'),
});
export type QuantisationSpec = z.infer<typeof quantisationSpec>;
