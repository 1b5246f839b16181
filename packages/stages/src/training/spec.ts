/**
 * What a user may ask of training, and the only home of its defaults.
 */
import { z } from 'zod';

export const trainingSpec = z.strictObject({
  /** Name of the adapter. */
  name: z.string().default('adapter'),
  /**
   * How many tokens to train on: a number, or `auto` for the printed rule of `token-budget.ts`. Never a time, so that runs repeat.
   */
  numTokens: z.union([z.literal('auto'), z.number().int().min(256)]).default('auto'),
  /** Low-rank adaptation (Hu et al. 2021, arXiv:2106.09685). */
  rank: z.number().int().min(1).max(256).default(16),
  /** The adapter is scaled by alpha / rank. */
  alpha: z.number().positive().default(32),
  /** Share of the inputs to the adapter that is dropped while training. */
  dropout: z.number().min(0).max(0.5).default(0),
  /** Matrices that get an adapter, by their names in transformers. */
  targetModules: z
    .array(z.string())
    .min(1)
    .default(['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj']),
  /** Largest learning rate, of AdamW. */
  learningRate: z.number().positive().max(1).default(5e-4),
  /** Share of the steps in which the rate rises to it. */
  warmupShare: z.number().min(0).max(1).default(0.05),
  /** Weight decay of AdamW. */
  weightDecay: z.number().min(0).max(1).default(0),
  /** How the rate falls after the warm-up. */
  schedule: z.enum(['cosine', 'linear', 'constant']).default('cosine'),
  /** Tokens of one optimiser step. */
  batchTokens: z.number().int().min(64).default(1024),
  /** A longer conversation is cut to so many tokens. */
  maxSequenceTokens: z.number().int().min(64).max(32_768).default(384),
  /** Order of the pairs and start of the adapter. */
  seed: z.number().int().min(0).default(1),
  /** Number type of the frozen base; `auto` takes the fastest that the device has. */
  dtype: z.enum(['auto', 'bfloat16', 'float32']).default('auto'),
  /** A kill costs at most so many steps. */
  checkpointEverySteps: z.number().int().min(1).default(10),
});
export type TrainingSpec = z.infer<typeof trainingSpec>;
