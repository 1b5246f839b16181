/**
 * What a user may ask of training, and the only home of its defaults.
 */
import { z } from 'zod';

export const trainingSpec = z.strictObject({
  /**
   * Name of the adapter.
   * @zh 适配器的名称。
   */
  name: z.string().default('adapter'),
  /**
   * How many tokens to train on: a number, or `auto` for the printed rule of `token-budget.ts`. Never a time, so that runs repeat.
   * @zh 用多少词元训练：一个数，或 `auto`，按 `token-budget.ts` 打印出来的规则。从不按时间，好让运行可以重复。
   */
  numTokens: z.union([z.literal('auto'), z.number().int().min(256)]).default('auto'),
  /**
   * Low-rank adaptation (Hu et al. 2021, arXiv:2106.09685).
   * @zh 低秩适配的秩（Hu 等，2021，arXiv:2106.09685）。
   */
  rank: z.number().int().min(1).max(256).default(16),
  /**
   * The adapter is scaled by alpha / rank.
   * @zh 适配器按 alpha / rank 缩放。
   */
  alpha: z.number().positive().default(32),
  /**
   * Share of the inputs to the adapter that is dropped while training.
   * @zh 训练时适配器的输入中被丢弃的比例。
   */
  dropout: z.number().min(0).max(0.5).default(0),
  /**
   * Matrices that get an adapter, by their names in transformers.
   * @zh 加上适配器的矩阵，用 transformers 中的名称。
   */
  targetModules: z
    .array(z.string())
    .min(1)
    .default(['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj']),
  /**
   * Largest learning rate, of AdamW.
   * @zh AdamW 的最大学习率。
   */
  learningRate: z.number().positive().max(1).default(5e-4),
  /**
   * Share of the steps in which the rate rises to it.
   * @zh 学习率升到最大所用的步数比例。
   */
  warmupShare: z.number().min(0).max(1).default(0.05),
  /**
   * Weight decay of AdamW.
   * @zh AdamW 的权重衰减。
   */
  weightDecay: z.number().min(0).max(1).default(0),
  /**
   * How the rate falls after the warm-up.
   * @zh 预热之后学习率如何下降。
   */
  schedule: z.enum(['cosine', 'linear', 'constant']).default('cosine'),
  /**
   * Tokens of one optimiser step.
   * @zh 优化器一步的词元数。
   */
  batchTokens: z.number().int().min(64).default(1024),
  /**
   * A longer conversation is cut to so many tokens.
   * @zh 更长的对话截到这么多词元。
   */
  maxSequenceTokens: z.number().int().min(64).max(32_768).default(384),
  /**
   * Order of the pairs and start of the adapter.
   * @zh 问答对的次序与适配器的初值。
   */
  seed: z.number().int().min(0).default(1),
  /**
   * Number type of the frozen base; `auto` takes the fastest that the device has.
   * @zh 冻结的基座所用的数值类型；`auto` 取设备上最快的。
   */
  dtype: z.enum(['auto', 'bfloat16', 'float32']).default('auto'),
  /**
   * A kill costs at most so many steps.
   * @zh 中途被终止，至多损失这么多步。
   */
  checkpointEverySteps: z.number().int().min(1).default(10),
});
export type TrainingSpec = z.infer<typeof trainingSpec>;
