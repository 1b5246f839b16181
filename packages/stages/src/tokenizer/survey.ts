/**
 * Finds the file of a ready tokenizer and takes its digest, so that the step's key names content.
 * Invariant: null where nothing outside the store is asked for.
 */
import { access, constants, readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { type Json, SlipwayError } from '@slipway/contracts';
import type { SurveyContext } from '@slipway/core';
import { digestBytes } from '@slipway/text';
import { z } from 'zod';
import type { TokenizerSpec } from './spec.ts';

export const tokenizerSurvey = z
  .object({ path: z.string(), name: z.string(), digest: z.string(), sizeBytes: z.number() })
  .nullable();
export type TokenizerSurvey = z.infer<typeof tokenizerSurvey>;

/** @throws SlipwayError `spec-invalid` where there is no such file, or one that is closed */
export async function preflightTokenizer(
  { file }: TokenizerSpec,
  { workingDirectory }: SurveyContext,
): Promise<void> {
  if (file === undefined) return;
  const path = resolve(workingDirectory, file);
  try {
    if (!(await stat(path)).isFile()) throw new Error('not a file');
    await access(path, constants.R_OK);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** @throws SlipwayError `spec-invalid` where there is no such file */
export async function surveyTokenizer(
  { file }: TokenizerSpec,
  { workingDirectory }: SurveyContext,
): Promise<Json> {
  if (file === undefined) return null;
  const path = resolve(workingDirectory, file);
  try {
    const bytes = await readFile(path);
    return { path, name: basename(path), digest: digestBytes(bytes), sizeBytes: bytes.length };
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): SlipwayError {
  const isThere = (cause as NodeJS.ErrnoException).code !== 'ENOENT';
  return new SlipwayError({
    code: 'spec-invalid',
    message: isThere ? `the tokenizer ${path} cannot be read` : `there is no file ${path}`,
    hint: 'Name a tokenizer.json or a tiktoken file, relative to where you stand.',
    cause,
  });
}
