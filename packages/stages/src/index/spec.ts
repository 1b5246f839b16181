/**
 * What a user may ask of an index, and the only home of its defaults.
 */
import { z } from 'zod';

export const indexSpec = z.strictObject({
  /**
   * Name of the artifact, for people.
   * @zh 产物的名称，供人辨认。
   */
  name: z.string().default('passages'),
});
export type IndexSpec = z.infer<typeof indexSpec>;
