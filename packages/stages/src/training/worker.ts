/**
 * The training worker's messages: twin of `workers/train`, whose PROTOCOL.md tells the same from the other side.
 */
import { z } from 'zod';

/** Environment and module the worker runs in. */
export const trainWorker = { environment: 'train', module: 'slipway_train' } as const;

export interface TrainRequest {
  command: 'train';
  base: { path: string };
  baseName: string;
  /** JSON lines of `{id, messages}`. */
  pairs: string;
  outputDirectory: string;
  checkpointDirectory: string;
  lora: { rank: number; alpha: number; dropout: number; targetModules: string[] };
  optimiser: { learningRate: number; warmupShare: number; weightDecay: number; schedule: string };
  maxSequenceTokens: number;
  batchTokens: number;
  totalTokens: number;
  seed: number;
  threads: number;
  dtype: string;
  checkpointEverySteps: number;
}

const progressMessage = z.object({
  type: z.literal('progress'),
  done: z.number(),
  total: z.number(),
  unit: z.string(),
  ratePerSecond: z.number().nullish(),
});
const metricMessage = z.object({
  type: z.literal('metric'),
  name: z.string(),
  step: z.number(),
  value: z.number(),
});
const warningMessage = z.object({
  type: z.literal('warning'),
  message: z.string(),
  chinese: z.string().optional(),
});

/** The messages that are passed on; others are for the log. */
export const trainMessage = z.discriminatedUnion('type', [progressMessage, metricMessage, warningMessage]);

/** `training.json` beside the adapter: what the tuning was, without times. */
export const trainingRecord = z.looseObject({
  tokens: z.number(),
  steps: z.number(),
  dtype: z.string(),
  curve: z.array(z.looseObject({ step: z.number(), loss: z.number() })),
});
