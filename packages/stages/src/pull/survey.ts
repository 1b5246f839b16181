/**
 * Resolves what is to be pulled into what it must turn out to be: digest, roads, name, licence.
 * Invariant: for a starter nothing is asked of the network; for a local file its bytes are hashed.
 */
import { basename } from 'node:path';
import type { SurveyContext } from '@slipway/core';
import { z } from 'zod';
import { findStarter, refuseUnknownStarter } from './catalogue/catalogue.ts';
import { findLocalModel } from './sources/local-file.ts';
import { formatModelSource, parseModelReference } from './sources/model-source.ts';
import type { PullSpec } from './spec.ts';
import { hashFile } from './transfer/download-file.ts';

export const resolvedModel = z.object({
  name: z.string(),
  licence: z.string(),
  languages: z.array(z.string()),
  /** Absent where only the road is known. */
  sha256: z.string().optional(),
  /** Roads in order of preference. */
  sources: z.array(z.string()).min(1),
  sizeBytes: z.number().optional(),
  numParameters: z.number().optional(),
});
export type ResolvedModel = z.infer<typeof resolvedModel>;

/** @throws SlipwayError `model-reference-invalid`, `model-unavailable` */
export async function surveyModel(spec: PullSpec, context: SurveyContext): Promise<ResolvedModel> {
  const starter = findStarter(spec.model);
  if (starter) {
    const { name, licence, languages, sha256, sources, sizeBytes, numParameters } = starter;
    return { name, licence, languages, sha256, sources, sizeBytes, numParameters };
  }
  if (/^[\w.-]+$/.test(spec.model)) refuseUnknownStarter(spec.model);
  const parts = parseModelReference(spec.model);
  const own = { licence: spec.licence ?? 'unknown', languages: spec.languages ?? [] };
  const [first] = parts;
  if (parts.length === 1 && first?.kind === 'file') {
    const path = await findLocalModel(first.path, context.workingDirectory);
    const sha256 = spec.sha256 ?? (await hashFile(path, { algorithm: 'sha256', encoding: 'hex' }));
    return { ...own, name: spec.name ?? basename(path, '.gguf'), sha256, sources: [`file:${path}`] };
  }
  const sources = [parts.map(formatModelSource).join(' + ')];
  const name =
    spec.name ??
    basename(first && 'path' in first ? first.path : (spec.model.split('!').at(-1) ?? 'model'), '.gguf');
  return { ...own, name, sources, ...(spec.sha256 ? { sha256: spec.sha256 } : {}) };
}
