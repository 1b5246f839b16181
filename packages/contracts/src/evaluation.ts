/**
 * Scores with their uncertainty, and paired comparisons between models on the same samples.
 * Invariant: no score without the number of samples and a standard error, or the word that none can be told; no difference claimed
 * where its interval covers zero or is not known.
 */
import { z } from 'zod';
import { digest } from './ids.ts';

/** Null where the samples are of one document alone: of others no error can be told. */
const standardError = z.number().nullable();

export const score = z.object({
  task: z.string(),
  metric: z.string(),
  unit: z.string(),
  isLowerBetter: z.boolean(),
  value: z.number(),
  standardError,
  numSamples: z.number().int(),
});
export type Score = z.infer<typeof score>;

/** Result of one model on one evaluation step: `scores.json` of an `evaluation` artifact. */
export const evaluationResult = z.object({
  /** `base`, `tuned`, `quantised`: what the model is in the story. */
  label: z.string(),
  model: digest,
  /** What was measured on: only results that agree in all of it are compared. Absent in results of earlier versions. */
  measuredOn: z.object({ dataset: digest, pairs: digest, maxTokens: z.number().int() }).optional(),
  scores: z.array(score),
  /** Baselines that need no model: uniform choice, majority choice. */
  baselines: z.array(score),
});
export type EvaluationResult = z.infer<typeof evaluationResult>;

/** One sample's outcome, a line of `samples.jsonl`; equal ids pair two models. */
export const sampleOutcome = z.object({
  task: z.string(),
  id: z.string(),
  document: digest,
  value: z.number(),
  /** Weight of the sample in the score (bytes for bits per byte, else 1). */
  weight: z.number(),
});
export type SampleOutcome = z.infer<typeof sampleOutcome>;

export const comparison = z.object({
  task: z.string(),
  metric: z.string(),
  from: z.string(),
  to: z.string(),
  /** Value of `to` minus value of `from`, over the paired samples. */
  difference: z.number(),
  standardError,
  numPairs: z.number().int(),
  verdict: z.enum(['better', 'worse', 'no-difference-shown']),
});
export type Comparison = z.infer<typeof comparison>;
