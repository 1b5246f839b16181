/**
 * What a dataset would be with other bounds: judged anew from the columns that were kept of each document, without its text.
 * Invariant: what is not known is said to be so: a document that no rule speaks against any more meets the steps after the rules
 * (benchmarks, personal data, duplicates), and rules behind an edit that never measured it, only when the dataset is made again.
 */
import { z } from 'zod';
import { amount } from './data-card.ts';

const count = z.number().int().nonnegative();

/** A bound to be moved; of every recipe that has the rule where none is named. */
export const movedBound = z.strictObject({
  recipe: z.string().optional(),
  rule: z.string(),
  name: z.string(),
  /** 0 asks nothing, but of a count. */
  bound: z.number().nonnegative(),
});
export type MovedBound = z.infer<typeof movedBound>;

export const whatIfRequest = z.strictObject({
  bounds: z.array(movedBound).max(200),
  /** Most documents named of each way in which they change sides. */
  numNamed: z.number().int().min(0).max(100).default(12),
});
export type WhatIfRequest = z.infer<typeof whatIfRequest>;

/** How many documents a clause of a rule speaks against first. */
export const whatIfRule = z.object({
  recipe: z.string(),
  rule: z.string(),
  /** Of its bound, as it is moved; empty of a clause without one. Clauses of a rule may share their reason, but not this. */
  name: z.string().default(''),
  reason: z.string(),
  before: count,
  after: count,
});
export type WhatIfRule = z.infer<typeof whatIfRule>;

/** A document that changes sides. */
export const whatIfDocument = z.object({
  name: z.string(),
  language: z.string(),
  numBytes: count,
  /** `step:reason`, empty where it is kept. */
  before: z.string(),
  after: z.string(),
  /** Rule and number that speak against it, before or after. */
  rule: z.string(),
  value: z.number().nullable(),
});
export type WhatIfDocument = z.infer<typeof whatIfDocument>;

export const whatIf = z.object({
  before: z.object({ kept: amount, dropped: amount }),
  /** `notKnown`: no rule that was asked speaks against them any more, or what they repeated falls. */
  after: z.object({ kept: amount, dropped: amount, notKnown: amount }),
  /** Kept before, dropped by a rule now. */
  falling: amount,
  /** Dropped by a rule before, spoken against by none that was asked now. */
  rising: amount,
  /** Of these, how many were never measured for rules that stand behind an edit, or never shown to lists and models. */
  numNotMeasured: count,
  /** Near duplicates of what falls. */
  loosened: amount,
  rules: z.array(whatIfRule),
  documents: z.object({
    falling: z.array(whatIfDocument),
    rising: z.array(whatIfDocument),
    loosened: z.array(whatIfDocument),
  }),
});
export type WhatIf = z.infer<typeof whatIf>;
