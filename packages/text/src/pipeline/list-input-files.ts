/**
 * The files below a folder that the factory reads, as its input.
 * Invariant: the same files give the same list; one that changes its size or time counts as another.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { type FolderListing, listFolder } from '../walk/list-folder.ts';
import type { InputFile } from './plan-units.ts';
import { findFormat } from './read-piece.ts';

export interface InputListing {
  files: InputFile[];
  setAside: FolderListing['setAside'];
  /** Files that no reader takes, by ending. */
  numUnwanted: FolderListing['numUnwanted'];
}

/**
 * Lists a folder, or a single file as a folder of one.
 * @throws SlipwayError `documents-missing` where there is none, `documents-empty` where it holds nothing that is read
 */
export async function listInputFiles(path: string): Promise<InputListing> {
  const { root, files, setAside, numUnwanted } = await listFolder(path, {
    accept: (name) => findFormat(name) !== undefined,
  });
  const listed: InputFile[] = [];
  for (const { path: name } of files) {
    const format = findFormat(name);
    if (!format) continue;
    const { size, mtimeMs } = await stat(join(root, name));
    listed.push({ path: join(root, name), name, ...format, numBytes: size, version: `${mtimeMs}` });
  }
  if (listed.length > 0) return { files: listed, setAside, numUnwanted };
  throw new SlipwayError({
    code: 'documents-empty',
    message: `${path} holds no document that can be read`,
    hint: 'Give a folder with texts, pages, JSONL, Parquet, WARC, PDF or Office files.',
  });
}
