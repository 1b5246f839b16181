/**
 * Resolves what is to be pulled into what it must turn out to be: digest, roads, name, licence.
 * Invariant: for a starter nothing is asked of the network; for a local file its bytes are hashed.
 */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import type { SurveyContext } from '@slipway/core';
import { z } from 'zod';
import { findStarter, refuseUnknownStarter } from './catalogue/catalogue.ts';
import { findLocalModel } from './sources/local-file.ts';
import { formatModelSource, type ModelSource, parseModelReference } from './sources/model-source.ts';
import type { PullSpec } from './spec.ts';
import { hashFiles } from './transfer/hash-files.ts';

export const resolvedModel = z.object({
  name: z.string(),
  /** Absent where the file itself is to say it. */
  licence: z.string().optional(),
  languages: z.array(z.string()).optional(),
  /** Absent where only the road is known. */
  sha256: z.string().optional(),
  /** Roads in order of preference. */
  sources: z.array(z.string()).min(1),
  sizeBytes: z.number().optional(),
  numParameters: z.number().optional(),
});
export type ResolvedModel = z.infer<typeof resolvedModel>;

/** @throws SlipwayError `model-reference-invalid`, `model-unavailable`, `spec-invalid` */
export async function surveyModel(spec: PullSpec, context: SurveyContext): Promise<ResolvedModel> {
  const starter = findStarter(spec.model);
  if (starter) {
    refuseOwnOfStarter(spec, starter.name);
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
    sources: [parts.map(formatModelSource).join(' + ')],
    ...(spec.licence === undefined ? {} : { licence: spec.licence }),
    ...(spec.languages === undefined ? {} : { languages: spec.languages }),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(isLocal ? { sizeBytes: await sumSizes(localPaths) } : {}),
  };
}

/** What a starter brings itself cannot be asked for: it would be passed over in silence. */
function refuseOwnOfStarter(spec: PullSpec, starter: string): void {
  const field = (['sha256', 'name', 'licence', 'languages'] as const).find((one) => spec[one] !== undefined);
  if (field === undefined) return;
  throw new SlipwayError({
    code: 'spec-invalid',
    message: `"${field}" is given, but the starter ${starter} brings its own`,
    hint: `Leave "${field}" out, or name a source of the model in place of the starter.`,
  });
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
