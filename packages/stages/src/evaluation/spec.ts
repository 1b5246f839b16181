/**
 * What a user may ask of an evaluation, and the only home of its defaults.
 */
import { z } from 'zod';

export const evaluationSpec = z.strictObject({
  /**
   * What the model is in the story: `base`, `tuned`, `quantised`.
   * @zh 该模型在叙述中的身份：`base` 基座、`tuned` 微调后、`quantised` 量化后。
   */
  label: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .default('model'),
  /**
   * What is measured: bits per byte of held-out answers and of held-out documents, accuracy on four-choice questions.
   * @zh 度量什么：留出答案与留出文档的每字节比特数，四选一题的正确率。
   */
  tasks: z
    .array(z.enum(['answers', 'documents', 'choices']))
    .min(1)
    .refine((names) => new Set(names).size === names.length, 'each task once')
    .default(['answers', 'documents', 'choices']),
  /**
   * At most so many samples of each task, spread evenly over the held-out documents.
   * @zh 每项任务至多这么多样本，在留出文档上均匀抽取。
   */
  maxSamples: z.number().int().min(2).default(32),
  /**
   * Tokens of a sample that are read at the most.
   * @zh 一个样本至多读取的词元数。
   */
  maxTokens: z.number().int().min(32).default(128),
  /**
   * An interval of so many standard errors that covers zero shows no difference.
   * @zh 若这么多倍标准误的区间包含零，即视为看不出差别。
   */
  numStandardErrors: z.number().positive().default(2),
});
export type EvaluationSpec = z.infer<typeof evaluationSpec>;
