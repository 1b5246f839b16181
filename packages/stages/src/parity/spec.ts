/**
 * What a user may ask of a parity gate, and the only home of its bounds.
 * The bounds were set from measurements of sound conversions, several times above them and far below any planted fault.
 */
import { z } from 'zod';

export const handover = z.enum(['merge', 'quantise']);

export const paritySpec = z.strictObject({
  /**
   * `merge`: base and adapter in PyTorch against the merged file. `quantise`: a file against its quantised form.
   * @zh `merge`：PyTorch 中的基座加适配器与合并后的文件相比。`quantise`：文件与其量化后的文件相比。
   */
  handover,
  /**
   * Mean difference of relevant log-probabilities, in nats.
   * @zh 相关对数概率之差的平均值，单位纳特。
   */
  maxMeanLogit: z.number().positive().optional(),
  /**
   * Largest single difference, in nats.
   * @zh 单个差的最大值，单位纳特。
   */
  maxLogit: z.number().positive().optional(),
  /**
   * Relative difference of bits per byte.
   * @zh 每字节比特数的相对差。
   */
  maxBitsPerByte: z.number().positive().optional(),
});
export type ParitySpec = z.infer<typeof paritySpec>;

/** Bounds by hand-over. F16 rounds at 2^-11; Q8_0 rounds weights and activations at 2^-8 of a block's largest value. */
export const defaultBounds = {
  merge: { meanLogit: 0.02, maxLogit: 0.25, bitsPerByte: 0.005 },
  quantise: { meanLogit: 0.25, maxLogit: 2, bitsPerByte: 0.01 },
} as const;
