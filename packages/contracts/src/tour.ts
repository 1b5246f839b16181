/**
 * The tour: the recipe every newcomer runs first, and its summary (`npm start -- --exit --json` prints it).
 * Invariant: `passed` is true only if every step and every gate passed and the receipt verified.
 */
import { z } from 'zod';
import { datasetCard } from './corpus.ts';
import { comparison, evaluationResult } from './evaluation.ts';
import { gateReport } from './gate.ts';
import { answerId, digest, runId } from './ids.ts';
import { citation, verifiedReceipt } from './receipt.ts';
import { runState, stepState } from './run.ts';
import { errorData } from './slipway-error.ts';
import { statement } from './usage.ts';
import { wording } from './wording.ts';

/** Names of the tour's steps, in the order of the page's stations. */
export const tourSteps = [
  'documents',
  'dataset',
  'passages',
  'pairs',
  'base',
  'adapter',
  'merged',
  'gate-merged',
  'quantised',
  'gate-quantised',
  'scores-base',
  'scores-tuned',
  'scores-quantised',
  'service',
] as const;
export type TourStep = (typeof tourSteps)[number];

/** Title of the tour's recipe; pages say it in their reader's language. */
export const tourTitle = 'From documents to a model in service';

/** The tour's alias at the gateway. */
export const tourAlias = 'tour';

export const tourAnswer = z.object({
  id: answerId,
  question: z.string(),
  text: z.string(),
  citations: z.array(citation),
  receipt: verifiedReceipt,
});
export type TourAnswer = z.infer<typeof tourAnswer>;

/** What is known so far; a part is absent until its step is done. */
export const tourSummary = z.object({
  format: z.literal('slipway-tour/1'),
  runId,
  state: runState,
  passed: z.boolean(),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  steps: z.array(
    z.object({
      name: z.string(),
      stage: z.string(),
      state: stepState,
      isReused: z.boolean(),
      durationMs: z.number(),
      outputs: z.record(z.string(), digest),
    }),
  ),
  documents: z
    .object({ digest, numDocuments: z.number(), numBytes: z.number(), numSetAside: z.number() })
    .optional(),
  dataset: z.object({ digest, card: datasetCard }).optional(),
  passages: z.object({ digest, numPassages: z.number() }).optional(),
  pairs: z
    .object({ digest, numTrain: z.number(), numHeldout: z.number(), numChoices: z.number() })
    .optional(),
  model: z
    .object({
      name: z.string(),
      base: digest,
      licence: z.string(),
      numParameters: z.number(),
      languages: z.array(z.string()),
    })
    .optional(),
  training: z
    .object({
      adapter: digest,
      numTokens: z.number(),
      numSteps: z.number(),
      dtype: z.string(),
      losses: z.array(z.object({ step: z.number(), loss: z.number() })),
      /** The rule by which the tokens were counted out, with its numbers. */
      rule: wording,
    })
    .optional(),
  gates: z.array(gateReport.extend({ digest })),
  scores: z.array(evaluationResult.extend({ digest })),
  comparisons: z.array(comparison),
  answer: tourAnswer.optional(),
  statement: statement.optional(),
  /** What this model cannot do, in one honest sentence. */
  caveat: wording.optional(),
  error: errorData.optional(),
});
export type TourSummary = z.infer<typeof tourSummary>;
