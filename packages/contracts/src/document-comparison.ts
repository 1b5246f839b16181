/**
 * One document before and after: what its source said, what the dataset keeps of it, and the rule that spoke where it was dropped.
 * Invariant: the same and removed changes in their order are the source's text, the same and added ones what is kept.
 */
import { z } from 'zod';

export const textChange = z.object({
  kind: z.enum(['same', 'removed', 'added']),
  text: z.string(),
  /** Lines removed, personal data masked, or the text made clean; null where it is the same. */
  why: z.enum(['lines', 'personal-data', 'repair']).nullable(),
});
export type TextChange = z.infer<typeof textChange>;

/** The clause of a rule that spoke first, and the number it went by. */
export const spokenRule = z.object({
  recipe: z.string(),
  rule: z.string(),
  reason: z.string(),
  /** Of the bound; empty where the clause has none. */
  name: z.string(),
  kind: z.enum(['least', 'more', 'most']).nullable(),
  bound: z.number().nullable(),
  value: z.number().nullable(),
});
export type SpokenRule = z.infer<typeof spokenRule>;

export const documentComparison = z.object({
  name: z.string(),
  /** `s3://BUCKET/KEY` of the object that it was taken from, where it was one. */
  address: z.string().optional(),
  language: z.string(),
  /** As it came. */
  numBytes: z.number().int().nonnegative(),
  /** `step:reason`, empty where it is kept. */
  fate: z.string(),
  rule: spokenRule.nullable(),
  /** Name of the document that it repeats. */
  repeats: z.string().nullable(),
  /** What the text before is: as it stood in the source, decoded of another encoding, or extracted of a page or a converted file. */
  from: z.enum(['source', 'decoded', 'extracted']),
  /** Of a dropped document: its text as one piece that is the same. */
  changes: z.array(textChange),
  /** Both texts are compared as far as a bound of characters; beyond it nothing is shown. */
  isCut: z.boolean(),
});
export type DocumentComparison = z.infer<typeof documentComparison>;
