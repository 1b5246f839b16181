/**
 * Resolves what is to be pulled into what it must turn out to be: digest, roads, name, licence.
 * Invariant: for a starter nothing is asked of the network; for a local file its bytes are hashed.
 */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SurveyContext } from '@slipway/core';
import { z } from 'zod';
import { findStarter, refuseUnknownStarter } from './catalogue/catalogue.ts';
import { findLocalModel } from './sources/local-file.ts';
import { formatModelSource, type ModelSource, parseModelReference } from './sources/model-source.ts';
import type { PullSpec } from './spec.ts';
import { hashFiles } from './transfer/hash-files.ts';

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
  const isWord = /^\w[\w.-]*$/.test(spec.model) && !spec.model.toLowerCase().endsWith('.gguf');
  if (isWord) refuseUnknownStarter(spec.model);
  const parts = await Promise.all(
    parseModelReference(spec.model).map((part) => locatePart(part, context.workingDirectory)),
  );
  const localPaths = parts.flatMap((part) => (part.kind === 'file' ? [part.path] : []));
  const isLocal = localPaths.length === parts.length;
  // What lies on this machine may change under its name: only its bytes say what it is.
  const sha256 = spec.sha256 ?? (isLocal ? await hashFiles(localPaths, 'sha256', 'hex') : undefined);
  return {
    name: spec.name ?? nameAfter(parts),
    licence: spec.licence ?? 'unknown',
    languages: spec.languages ?? [],
    sources: [parts.map(formatModelSource).join(' + ')],
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(isLocal ? { sizeBytes: await sumSizes(localPaths) } : {}),
  };
}

async function locatePart(part: ModelSource, workingDirectory: string): Promise<ModelSource> {
  if (part.kind !== 'file') return part;
  return { kind: 'file', path: await findLocalModel(part.path, workingDirectory) };
}

function nameAfter([first]: ModelSource[]): string {
  if (first === undefined) return 'model';
  return basename('member' in first ? first.member : first.path).replace(/\.(gguf|bin|part\d*)$/i, '');
}

async function sumSizes(paths: string[]): Promise<number> {
  const entries = await Promise.all(paths.map((path) => stat(path)));
  return entries.reduce((sum, entry) => sum + entry.size, 0);
}
