/**
 * What a plan of tasks reads: files of a folder that all machines see, or objects of a bucket that all machines reach.
 * Invariant: what is left out is told with its reason or counted; a plan names objects by address and tag alone; credentials are the environment's, on each machine that runs a task.
 */
import { resolve } from 'node:path';
import type { Wording } from '@slipway/contracts';
import { isBucketAddress, openS3Objects, s3InputsModule } from '@slipway/core';
import type { LeftOut } from '@slipway/stages/documents';
import { type InputFile, type InputOpener, listInputFiles } from '@slipway/text';
import type { CommandContext } from '../context/command-context.ts';

export interface PlanInputs {
  files: readonly InputFile[];
  leftOut: LeftOut;
  /** What is left out, for people. */
  notes: readonly Wording[];
}

/** @throws SlipwayError `documents-missing`, `documents-empty`; of buckets also what listing throws */
export async function listPlanInputs(
  path: string,
  { configuration, signal }: CommandContext,
): Promise<PlanInputs> {
  const { listBucketFiles, noteLeftOut } = await import('@slipway/stages/documents');
  const { files, ...leftOut } = isBucketAddress(path)
    ? await listBucketFiles(path, { objects: openS3Objects(configuration.s3), ...(signal ? { signal } : {}) })
    : await listInputFiles(resolve(path));
  return { files, leftOut, notes: noteLeftOut(path, leftOut) };
}

/** How the files of a plan are opened; nothing where they are files. */
export function findOpener(
  files: readonly InputFile[],
  { configuration }: CommandContext,
): InputOpener | undefined {
  const isInBucket = files.some(({ path }) => isBucketAddress(path));
  return isInBucket ? { module: s3InputsModule, settings: { ...configuration.s3 } } : undefined;
}
