/**
 * The place that documents are taken from, and which files of it are read: by their endings and by the patterns of the spec.
 * Invariant: looks at names alone. An archive counts as wanted until it is opened, unless it is refused by name.
 * Refuses: a place where nothing is, and one without a single file that would be read.
 */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import type { SurveyContext } from '@slipway/core';
import { findArchiveFormat, listFolder } from '@slipway/text';
import { choosePaths } from './choose-paths.ts';
import type { DocumentsSpec } from './spec.ts';

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
  const { path, isChosen, isLeftOut } = await choosePaths(spec, workingDirectory);
  await requireThere(path);
  const wanted = new Set(spec.extensions);
  // A folder that is itself called node_modules was asked for by name: only packages nested deeper are left out.
  const isWanted = (name: string) => wanted.has(readExtension(name)) && isChosen(name);
  const isArchive = (name: string) => findArchiveFormat(name) !== undefined && !isLeftOut(name);
  return { path, isWanted, accept: (name) => isWanted(name) || isArchive(name) };
}

/**
 * Looks whether there is anything to read, and stops at the first file that is.
 * @throws SlipwayError `documents-missing`, `documents-empty`
 */
export async function preflightDocuments(
  spec: DocumentsSpec,
  { workingDirectory }: SurveyContext,
): Promise<void> {
  const { path, accept } = await findPlace(spec, workingDirectory);
  const { files, setAside, numUnwanted } = await listFolder(path, { accept, maxFiles: 1 });
  if (files.length === 0) throw nothingFound(path, spec, { setAside, unwanted: numUnwanted });
}

/** The ending of a file name, with `.gz` and `.zst` looked through. */
export function readExtension(path: string): string {
  const name = basename(path)
    .toLowerCase()
    .replace(/\.(?:gz|zst)$/, '');
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}

/** What is said where nothing is left to read. @param seen what was there instead */
export function nothingFound(
  path: string,
  spec: DocumentsSpec,
  seen: { unwanted: Record<string, number>; setAside: readonly unknown[] },
): SlipwayError {
  const others = Object.entries(seen.unwanted).map(
    ([ending, count]) => `${count} ${ending || 'without an ending'}`,
  );
  const parts = [...others, ...(seen.setAside.length > 0 ? [`${seen.setAside.length} set aside`] : [])];
  return new SlipwayError({
    code: 'documents-empty',
    message: `${path} holds no document that can be read${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`,
    hint: `Files that end in ${spec.extensions.join(', ')} are read, each also with .gz or .zst, also in archives.`,
  });
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
