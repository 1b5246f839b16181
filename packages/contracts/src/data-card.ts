/**
 * The card of a dataset: what went in, what stayed at each step and why the rest did not, by language, source and length.
 * Invariant: at every step, what goes in is what goes on and what is dropped there. Counts are exact; only `estimatedTokens` is estimated.
 */
import { z } from 'zod';

const count = z.number().int().nonnegative();

/** Documents, and their bytes as they came. */
export const amount = z.object({ numDocuments: count, numBytes: count });
export type Amount = z.infer<typeof amount>;

export const dataFunnelStep = z.object({
  /** `read`, `address` (where addresses are refused), `language`, `quality`, `contamination`, `personal-data`, `duplicates`. */
  name: z.string(),
  /** What goes on after the step. */
  kept: amount,
  /** What stays behind, by reason. */
  dropped: z.record(z.string(), amount),
});
export type DataFunnelStep = z.infer<typeof dataFunnelStep>;

/** What came in and what was kept of one language or source. */
export const dataShare = z.object({ input: amount, kept: amount });
export type DataShare = z.infer<typeof dataShare>;

export const languageTokens = z.object({ numDocuments: count, numBytes: count, numTokens: count });

/** How many tokens the kept texts would roughly be: the bytes of each language by those that one token of a named vocabulary takes there. */
export const tokenEstimate = z.object({
  /** Whose tokens were measured. */
  vocabulary: z.string(),
  /** By how much of itself the number may be off, either way. */
  error: z.number().positive(),
  numTokens: count,
  /** Bytes are those of the kept text in UTF-8. */
  languages: z.record(z.string(), languageTokens),
});
export type TokenEstimate = z.infer<typeof tokenEstimate>;

/** A document to look at. */
export const dataSample = z.object({
  name: z.string(),
  /** The folder or the file at the top of the input that it comes from; empty on cards that do not tell. */
  source: z.string().default(''),
  language: z.string(),
  /** Empty where it is kept, else `step:reason`. */
  drop: z.string(),
  /** For people: what the reason was found in. */
  detail: z.string(),
  numBytes: count,
  /** The beginning of the text that was judged. */
  text: z.string(),
  /** Sixteen hexadecimal digits by which samples are chosen. */
  order: z.string(),
});
export type DataSample = z.infer<typeof dataSample>;

/** How a threshold's measure is spread over the documents that were asked, so that it can be moved and its effect seen. */
export const thresholdHistogram = z.object({
  /** Quality recipe (`scores`: what lists and models say), rule in it, and the threshold's name. */
  recipe: z.string(),
  rule: z.string(),
  name: z.string(),
  /** Why a document is dropped by it; two thresholds of a rule may share name and bound. */
  reason: z.string(),
  /** A document is dropped when its measure is below (`least`), not above (`more`) or above (`most`) the bound; 0 asks nothing, but of a count. */
  kind: z.enum(['least', 'more', 'most']),
  bound: z.number(),
  /** The measure counts: whole numbers, of which 0 is a bound as any other. */
  isCount: z.boolean().optional(),
  /** Lower edge of the first bin and upper edge of the last; values beyond are counted in these. */
  from: z.number(),
  to: z.number(),
  /** Documents a bin; bins have equal widths. */
  counts: z.array(count),
});
export type ThresholdHistogram = z.infer<typeof thresholdHistogram>;

/** What was cut out of kept documents because it stood before in the input, by one way of finding it. */
export const trimmedRepeats = z.object({
  /** `repeated-lines`, `repeated-stretches`, `seen-lines`. */
  name: z.string(),
  /** Documents that lost something, the bytes they lost, and how many were left without any text. */
  numDocuments: count,
  numBytes: count,
  numEmptied: count,
});
export type TrimmedRepeats = z.infer<typeof trimmedRepeats>;

export const dataCard = z.object({
  format: z.literal('slipway-data-card/1'),
  input: amount.extend({ numFiles: count }),
  funnel: z.array(dataFunnelStep),
  languages: z.record(z.string(), dataShare),
  sources: z.record(z.string(), dataShare),
  /** Documents whose length in bytes is from 2^n to 2^(n+1), for n from 0. */
  lengths: z.object({ kept: z.array(count), dropped: z.array(count) }),
  /** Finds of personal data by kind, in the documents that were looked through. */
  personalData: z.record(z.string(), count),
  /** Items found of each benchmark that was looked for. */
  contamination: z.record(z.string(), count),
  /** Absent where nothing was to be cut. */
  repeats: z.array(trimmedRepeats).optional(),
  thresholds: z.array(thresholdHistogram),
  /** Of the tokens that were written; absent where none were. */
  tokens: z.object({ numTokens: count, languages: z.record(z.string(), languageTokens) }).optional(),
  /** Absent where tokens were written, and on cards of before there were estimates. */
  estimatedTokens: tokenEstimate.optional(),
  samples: z.array(dataSample),
  /** What should be looked at before the data is used: `none-kept`, `none-deduplicated`, each with the numbers of its sentence (`wordWarning`). */
  warnings: z.array(z.object({ code: z.string(), values: z.record(z.string(), z.number()).default({}) })),
});
export type DataCard = z.infer<typeof dataCard>;
