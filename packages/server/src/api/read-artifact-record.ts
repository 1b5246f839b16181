/**
 * A record that an artifact holds in a JSON file of its own.
 */
import { readFile } from 'node:fs/promises';
import { type Digest, SlipwayError } from '@slipway/contracts';
import type { ArtifactStore } from '@slipway/core';
import type { ZodType } from 'zod';

export interface ArtifactRecord<Record> {
  /** The file. */
  path: string;
  schema: ZodType<Record>;
  /** What it is, for people, and what has one. */
  what: string;
  hint: string;
}

/** @throws SlipwayError `not-found` where the artifact has no such file, `artifact-missing` */
export async function readArtifactRecord<Record>(
  store: ArtifactStore,
  artifact: Digest,
  { path, schema, what, hint }: ArtifactRecord<Record>,
): Promise<Record> {
  const { files } = await store.readManifest(artifact);
  if (!files.some((file) => file.path === path))
    throw new SlipwayError({ code: 'not-found', message: `${artifact.slice(0, 19)} has no ${what}`, hint });
  return schema.parse(JSON.parse(await readFile(await store.locateFile(artifact, path), 'utf8')));
}
