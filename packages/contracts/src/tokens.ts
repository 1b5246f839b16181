/**
 * What the tokens of an artifact are: of which datasets, in which order, in which files.
 *
 *   tokens: tokens.json (TokensManifest), files/ (token shards, Megatron, datatrove, Parquet or JSON Lines)
 *
 * Invariant: counts are exact. The digests of the files stand in the artifact's manifest.
 */
import { z } from 'zod';
import { digest } from './ids.ts';
import { tokenisedLanguage } from './tokenizer.ts';

const count = z.number().int().nonnegative();

export const tokenisedDataset = z.object({
  dataset: digest,
  name: z.string(),
  /** What it has: documents of the split, and tokens with the end of each. */
  numDocuments: count,
  numTokens: count,
  languages: z.record(z.string(), tokenisedLanguage),
  weight: z.number(),
  maxEpochs: z.number(),
  /** What is read of it, repetitions counted. */
  numDocumentsRead: count,
  numTokensRead: count,
  epochs: z.number(),
  /** Of all tokens that are read, 0 to 1. */
  share: z.number(),
});
export type TokenisedDataset = z.infer<typeof tokenisedDataset>;

export const tokensManifest = z.object({
  format: z.literal('slipway-tokens/1'),
  /** Digest of the `tokenizer.json` that the ids are of. */
  tokenizer: digest,
  vocabularySize: count,
  endOfText: z.object({ id: count, text: z.string() }),
  split: z.enum(['train', 'heldout', 'all']),
  /** Seed of the order; absent where datasets and documents follow one another as they are. */
  seed: z.number().int().optional(),
  datasets: z.array(tokenisedDataset),
  /** Plain sentences: where a cap binds and what follows from it. */
  explanation: z.array(z.string()),
  /** Absent where documents are written as they are. */
  packing: z
    .object({
      method: z.enum(['concatenate', 'best-fit']),
      sequenceTokens: count,
      numSequences: count,
      numPadding: count,
      /** Of all ids of sequences, 0 to 1. */
      paddingShare: z.number(),
      /** Documents that stand in more than one sequence. */
      numCut: count,
    })
    .optional(),
  fileFormat: z.enum(['shards', 'megatron', 'datatrove', 'parquet', 'jsonl.zst']),
  /** Padding included. */
  numTokens: count,
  numDocuments: count,
  /** In order, by what a trainer is given: of Megatron's two the prefix. Of packed files other than shards, documents are sequences. */
  files: z.array(z.object({ name: z.string(), numTokens: count, numDocuments: count })),
});
export type TokensManifest = z.infer<typeof tokensManifest>;
