/**
 * A JSON file of an artifact, for whoever can do without it.
 * Invariant: what is missing, damaged or of another form is `undefined`, so that one bad file never takes a whole page down; a fault of
 * disk or network is still thrown.
 */
import { readFile } from 'node:fs/promises';
import { type Digest, isSlipwayError } from '@slipway/contracts';
import type { ArtifactStore } from '@slipway/core';
import { type ZodType, z } from 'zod';

export async function readJsonFile<Value>(
  store: ArtifactStore,
  file: { digest: Digest; path: string },
  schema: ZodType<Value>,
): Promise<Value | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(await store.locateFile(file.digest, file.path), 'utf8')));
  } catch (error) {
    const isDamage = isSlipwayError(error) && error.code.startsWith('artifact-');
    if (isDamage || error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}
