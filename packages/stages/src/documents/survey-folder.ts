/**
 * Lists what lies in the folder and takes each file's digest, so that the step's key names content.
 * Invariant: sorted by path; the same files give the same survey whatever their times.
 */
import { join } from 'node:path';
import { droppedDocument, sourceDocument } from '@slipway/contracts';
import { digestFile, digestOf, type SurveyContext } from '@slipway/core';
import { type ArchiveFormat, findArchiveFormat, listFolder, walkArchive } from '@slipway/text';
import { z } from 'zod';
import { findPlace } from './find-place.ts';
import type { DocumentsSpec } from './spec.ts';
import { nothingFound, readExtension, spread } from './want-documents.ts';

export const folderSurvey = z.object({
  /** Folder that the paths are relative to. */
  root: z.string(),
  /** `archive` is the file that holds a member; its path goes on through it. */
  files: z.array(sourceDocument.extend({ archive: z.string().optional() })),
  setAside: z.array(droppedDocument),
  /** Files of other endings, by ending. */
  unwanted: z.record(z.string(), z.number()),
});
export type FolderSurvey = z.infer<typeof folderSurvey>;

/** @throws SlipwayError `documents-missing`, `documents-empty` */
export async function surveyFolder(spec: DocumentsSpec, context: SurveyContext): Promise<FolderSurvey> {
  const { path, isWanted, accept } = await findPlace(spec, context.workingDirectory);
  const listing = await listFolder(path, { accept });
  const chosen = spread(listing.files, spec.maxDocuments);
  const survey: FolderSurvey = {
    root: listing.root,
    files: [],
    setAside: [],
    unwanted: listing.numUnwanted,
  };
  for (const { path: file, reason, detail } of listing.setAside)
    survey.setAside.push({ path: file, reason, detail });
  for (const { path: file } of chosen) {
    context.signal.throwIfAborted();
    const format = findArchiveFormat(file);
    const took = format ? takeMembers(survey, { archive: file, format, isWanted }) : takeFile(survey, file);
    await took.catch(() => survey.setAside.push({ path: file, ...unreadable }));
  }
  survey.files.sort((a, b) => (a.path < b.path ? -1 : 1));
  if (survey.files.length === 0) throw nothingFound(path, spec, survey);
  return survey;
}

const unreadable = { reason: 'unreadable', detail: 'could not be read when the folder was listed' };

async function takeFile({ root, files }: FolderSurvey, path: string): Promise<void> {
  // The size is that of the bytes hashed: the listing's may be older.
  const { digest, sizeBytes } = await digestFile(join(root, path));
  files.push({ path, document: digest, sizeBytes });
}

/** Takes the wanted members of an archive; its path goes on through it as through a folder. */
async function takeMembers(
  { root, files, setAside, unwanted }: FolderSurvey,
  { archive, format, isWanted }: { archive: string; format: ArchiveFormat; isWanted(name: string): boolean },
): Promise<void> {
  for await (const item of walkArchive(join(root, archive), format)) {
    const path = item.path === archive || item.path === '' ? archive : `${archive}/${item.path}`;
    const ending = readExtension(path);
    if (item.kind === 'set-aside') setAside.push({ path, reason: item.reason, detail: item.detail });
    else if (isWanted(path))
      files.push({ path, archive, document: digestOf(item.bytes), sizeBytes: item.bytes.length });
    else unwanted[ending] = (unwanted[ending] ?? 0) + 1;
  }
}
