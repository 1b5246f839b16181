/**
 * The artifact manifest: what was made, of what, by which stage and spec, under which licence.
 * Invariant: a manifest holds nothing that differs between two makings of the same thing (no time, host, path or run),
 * so that equal inputs give equal digests. The artifact's digest is the SHA-256 of the canonical JSON of its manifest.
 */
import { z } from 'zod';
import { digest } from './ids.ts';

/** What kinds of artifact there are. */
export const artifactKind = z.enum([
  'documents',
  'model',
  'dataset',
  'index',
  'pairs',
  'tokenizer',
  'tokens',
  'adapter',
  'gate-report',
  'evaluation',
  'deployment',
  'classifier',
  'perplexity-model',
]);
export type ArtifactKind = z.infer<typeof artifactKind>;

export const artifactFile = z.object({
  /** Relative, with forward slashes, unique in the manifest. */
  path: z.string().min(1).refine(isSafePath, 'not a safe relative path'),
  sizeBytes: z.number().int().nonnegative(),
  digest,
});
export type ArtifactFile = z.infer<typeof artifactFile>;

export const artifactParent = z.object({
  /** What the parent was to this artifact: `documents`, `dataset`, `base`, `adapter`, ... */
  role: z.string().min(1),
  digest,
});
export type ArtifactParent = z.infer<typeof artifactParent>;

/** Small, deterministic facts for people and plans: counts, types, names. */
export const facts = z.record(z.string(), z.json());
export type Facts = z.infer<typeof facts>;

export const licence = z.object({
  /** SPDX expression, or `unknown`. */
  spdx: z.string(),
  /** Where the licence was read. */
  source: z.string().optional(),
});
export type Licence = z.infer<typeof licence>;

export const artifactManifest = z.object({
  format: z.literal('slipway-artifact/1'),
  kind: artifactKind,
  /** Name for people, for example `smollm2-135m-instruct`. */
  name: z.string(),
  stage: z.string(),
  stageVersion: z.string(),
  /** The resolved spec that made it. */
  spec: z.json(),
  parents: z.array(artifactParent),
  files: z.array(artifactFile),
  licences: z.array(licence),
  facts,
});
export type ArtifactManifest = z.infer<typeof artifactManifest>;

/** An artifact as lists and pages show it. */
export const artifactSummary = z.object({
  digest,
  kind: artifactKind,
  name: z.string(),
  stage: z.string(),
  sizeBytes: z.number(),
  createdAt: z.iso.datetime(),
  facts,
  licences: z.array(licence),
});
export type ArtifactSummary = z.infer<typeof artifactSummary>;

function isSafePath(path: string): boolean {
  if (path.startsWith('/') || path.includes('\\') || path.includes('\0')) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
