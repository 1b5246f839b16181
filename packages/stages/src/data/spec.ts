/**
 * What a user may ask of making a dataset, and the only home of its defaults.
 */
import { z } from 'zod';

export const dataSpec = z.strictObject({
  /** Name of the artifact, for people. */
  name: z.string().default('dataset'),
  /** Languages kept (BCP 47 primary tags as the identifier names them); all where absent. */
  languages: z.array(z.string()).min(1).optional(),
  /** A longer document (a file, or a line of JSONL) is set aside, in unpacked bytes. */
  maxDocumentBytes: z
    .number()
    .int()
    .positive()
    .default(32 * 1024 * 1024),
  /** Jaccard similarity of character shingles from which two documents count as near-duplicates. */
  nearDuplicateThreshold: z.number().min(0.5).max(1).default(0.8),
  /** Share of the documents that is held out for measuring, never trained on. */
  heldoutShare: z.number().min(0).max(0.5).default(0.1),
  /** Which documents are held out; another seed holds out others. */
  seed: z.number().int().min(0).default(1),
});
export type DataSpec = z.infer<typeof dataSpec>;
