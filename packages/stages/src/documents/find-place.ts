/**
 * The folder that documents are taken from, and which files of it are read: by their endings and by the patterns of the spec.
 * Invariant: looks at names alone. An archive counts as wanted until it is opened, unless it is refused by name.
 * Refuses: a place where nothing is, and one without a single file that would be read.
 */
import { stat } from 'node:fs/promises';
import { SlipwayError } from '@slipway/contracts';
import type { SurveyContext } from '@slipway/core';
import { listFolder } from '@slipway/text';
import { choosePaths } from './choose-paths.ts';
import type { DocumentsSpec } from './spec.ts';
import { nothingFound, wantDocuments } from './want-documents.ts';

export interface Place {
  /** The folder or file that is listed. */
  path: string;
  /** Whether a file, or a member of an archive, is read. */
  isWanted(name: string): boolean;
  /** Whether a file is worth a look: it is wanted, or an archive. */
  accept(name: string): boolean;
}

/** @throws SlipwayError `documents-missing` */
export async function findPlace(spec: DocumentsSpec, workingDirectory: string): Promise<Place> {
  const { path, isAsked } = await choosePaths(spec, workingDirectory);
  await requireThere(path);
  // A folder that is itself called node_modules was asked for by name: only packages nested deeper are left out.
  const { isWanted, isArchive } = wantDocuments(spec, isAsked);
  return { path, isWanted, accept: (name) => isWanted(name) || isArchive(name) };
}

/**
 * Looks whether there is anything to read, and stops at the first file that is.
 * @throws SlipwayError `documents-missing`, `documents-empty`
 */
export async function preflightFolder(
  spec: DocumentsSpec,
  { workingDirectory }: SurveyContext,
): Promise<void> {
  const { path, accept } = await findPlace(spec, workingDirectory);
  const { files, setAside, numUnwanted } = await listFolder(path, { accept, maxFiles: 1 });
  if (files.length === 0) throw nothingFound(path, spec, { setAside, unwanted: numUnwanted });
}

async function requireThere(path: string): Promise<void> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  throw new SlipwayError({
    code: 'documents-missing',
    message: `there is no file or folder ${path}`,
    hint: 'Give the path of a folder or file that exists, or a pattern below one.',
  });
}
