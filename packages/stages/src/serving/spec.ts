/**
 * What a user may ask of serving, and the only home of its defaults.
 */
import { z } from 'zod';

export const servingSpec = z.strictObject({
  /**
   * The name API clients give as `model`.
   * @zh API 客户端在 `model` 中填写的名称。
   */
  alias: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'an alias is lower-case letters, digits, dots and dashes'),
  /**
   * Tokens of prompt and answer together.
   * @zh 提示与回答合计的词元数。
   */
  contextTokens: z.number().int().min(256).max(1_048_576).default(2048),
  /**
   * Bound of the gate between the file and the served endpoint, the same engine on both sides: mean difference of relevant log-probabilities, in nats.
   * @zh 文件与上线端点之间（两侧用同一引擎）检验的界限：相关对数概率之差的平均值，单位纳特。
   */
  maxMeanLogit: z.number().positive().default(0.02),
  /**
   * Largest single difference, in nats.
   * @zh 单个差的最大值，单位纳特。
   */
  maxLogit: z.number().positive().default(0.25),
  /**
   * Relative difference of bits per byte.
   * @zh 每字节比特数的相对差。
   */
  maxBitsPerByte: z.number().positive().default(0.005),
});
export type ServingSpec = z.infer<typeof servingSpec>;
