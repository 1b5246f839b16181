/**
 * What is known of a model artifact: the facts of its manifest, and how lists show it.
 * A model artifact holds one file, `model.gguf`.
 */
import { z } from 'zod';
import { artifactSummary } from './artifact.ts';
import { deployment } from './deployment.ts';
import { digest } from './ids.ts';

export const modelFacts = z.object({
  architecture: z.string(),
  numParameters: z.number().int(),
  /** GGUF file type: `F16`, `Q8_0`, `Q4_1`, `Q4_K_M`, ... */
  fileType: z.string(),
  contextTokens: z.number().int(),
  /** What an engine keeps of one token of a conversation. Absent where the file does not say how it is built. */
  cacheBytesPerToken: z.number().int().optional(),
  numVocabulary: z.number().int(),
  languages: z.array(z.string()),
  hasChatTemplate: z.boolean(),
});
export type ModelFacts = z.infer<typeof modelFacts>;

export const modelListing = z.object({
  artifact: artifactSummary,
  facts: modelFacts,
  /** Catalogue name, where it is a starter. */
  starter: z.string().optional(),
  base: digest.optional(),
  gates: z.array(z.object({ digest, handover: z.string(), passed: z.boolean() })),
  deployments: z.array(deployment),
});
export type ModelListing = z.infer<typeof modelListing>;

/** An entry of the catalogue of starters. */
export const starter = z.object({
  name: z.string(),
  /** Shorter names by which it can be asked for. */
  aliases: z.array(z.string()).optional(),
  title: z.string(),
  /** SPDX expression. */
  licence: z.string(),
  languages: z.array(z.string()),
  sha256: z.string(),
  sizeBytes: z.number().int(),
  numParameters: z.number().int(),
  /** In order of preference; the digest decides, not the road. */
  sources: z.array(z.string()),
  isPulled: z.boolean(),
});
export type Starter = z.infer<typeof starter>;
