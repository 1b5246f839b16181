/**
 * What a user may ask of training a perplexity model, and the only home of its defaults.
 */
import { z } from 'zod';

export const perplexitySpec = z.strictObject({
  /**
   * Name of the artifact, for people.
   * @zh 产物的名称，供人辨认。
   */
  name: z.string().default('perplexity'),
  /**
   * Bytes of a context and the next one together.
   * @zh 上文与下一个字节合计的字节数。
   */
  order: z.number().int().min(2).max(8).default(6),
  /**
   * Slots of each table as a power of two; 22 takes 48 MiB on each thread.
   * @zh 每张表的槽数，取 2 的幂；22 时每个线程占 48 MiB。
   */
  tableBits: z.number().int().min(12).max(26).default(22),
});
export type PerplexitySpec = z.infer<typeof perplexitySpec>;
