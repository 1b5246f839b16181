/**
 * What a user may ask of training a quality classifier, and the only home of its defaults.
 */
import { z } from 'zod';

export const classifierSpec = z.strictObject({
  /**
   * Name of the artifact, for people.
   * @zh 产物的名称，供人辨认。
   */
  name: z.string().default('classifier'),
  /**
   * At most so many documents of each class are learnt from; of more, those that their digests choose.
   * @zh 每一类至多学习这么多文档；更多时由各自的摘要决定取哪些。
   */
  maxExamples: z.number().int().positive().default(20_000),
  /**
   * Times that all examples are gone through.
   * @zh 把全部样例过几遍。
   */
  epochs: z.number().int().min(1).max(50).default(5),
  /**
   * Weights as a power of two; more tell more features apart.
   * @zh 权重个数，取 2 的幂；越多，能分开的特征越多。
   */
  weightBits: z.number().int().min(10).max(24).default(18),
  /**
   * Fixes the order of the examples.
   * @zh 决定样例的顺序。
   */
  seed: z.number().int().min(0).default(1),
});
export type ClassifierSpec = z.infer<typeof classifierSpec>;
