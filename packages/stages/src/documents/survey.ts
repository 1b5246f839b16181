/**
 * Lists what lies in the folder and takes each file's digest, so that the step's key names content.
 * Invariant: sorted by path; the same files give the same survey whatever their times.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { digest, droppedDocument, SlipwayError, sourceDocument } from '@slipway/contracts';
import type { SurveyContext } from '@slipway/core';
import { type ArchiveFormat, findArchiveFormat, listFolder, walkArchive } from '@slipway/text';
import { z } from 'zod';
import { choosePaths } from './choose-paths.ts';
import type { DocumentsSpec } from './spec.ts';

export const documentsSurvey = z.object({
  /** Folder that the paths are relative to. */
  root: z.string(),
  /** `archive` is the file that holds a member; its path goes on through it. */
  files: z.array(sourceDocument.extend({ archive: z.string().optional() })),
  setAside: z.array(droppedDocument),
  /** Files of other endings, by ending. */
  unwanted: z.record(z.string(), z.number()),
});
export type DocumentsSurvey = z.infer<typeof documentsSurvey>;

/** @throws SlipwayError `documents-missing`, `documents-empty` */
export async function surveyDocuments(spec: DocumentsSpec, context: SurveyContext): Promise<DocumentsSurvey> {
  const { path, isChosen, isLeftOut } = await choosePaths(spec, context.workingDirectory);
  await requireThere(path);
  const wanted = new Set(spec.extensions);
  // A folder that is itself called node_modules was asked for by name: only packages nested deeper are left out.
  const isWanted = (name: string) => wanted.has(readExtension(name)) && isChosen(name);
  const isArchive = (name: string) => findArchiveFormat(name) !== undefined && !isLeftOut(name);
  const listing = await listFolder(path, { accept: (name) => isWanted(name) || isArchive(name) });
  const chosen = spec.maxDocuments === undefined ? listing.files : spread(listing.files, spec.maxDocuments);
  const survey: DocumentsSurvey = {
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

async function takeFile({ root, files }: DocumentsSurvey, path: string): Promise<void> {
  files.push({ path, ...(await hashFile(join(root, path))) });
}

/** Takes the wanted members of an archive; its path goes on through it as through a folder. */
async function takeMembers(
  { root, files, setAside, unwanted }: DocumentsSurvey,
  { archive, format, isWanted }: { archive: string; format: ArchiveFormat; isWanted(name: string): boolean },
): Promise<void> {
  for await (const item of walkArchive(join(root, archive), format)) {
    const path = item.path === archive || item.path === '' ? archive : `${archive}/${item.path}`;
    const ending = readExtension(path);
    if (item.kind === 'set-aside') setAside.push({ path, reason: item.reason, detail: item.detail });
    else if (isWanted(path)) files.push({ path, archive, ...hashBytes(item.bytes) });
    else unwanted[ending] = (unwanted[ending] ?? 0) + 1;
  }
}

function hashBytes(bytes: Uint8Array) {
  const document = digest.parse(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
  return { document, sizeBytes: bytes.length };
}

/** The ending of a file name, with `.gz` and `.zst` looked through. */
function readExtension(path: string): string {
  const name = basename(path)
    .toLowerCase()
    .replace(/\.(?:gz|zst)$/, '');
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}

function spread<Item>(items: Item[], max: number): Item[] {
  if (items.length <= max) return items;
  return Array.from({ length: max }, (_, index) => items[Math.floor((index * items.length) / max)] as Item);
}

/** The size is that of the bytes hashed: the listing's may be older. */
async function hashFile(path: string) {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
    sizeBytes += (chunk as Buffer).length;
  }
  return { document: digest.parse(`sha256:${hash.digest('hex')}`), sizeBytes };
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

function nothingFound(path: string, spec: DocumentsSpec, survey: DocumentsSurvey): SlipwayError {
  const others = Object.entries(survey.unwanted).map(
    ([ending, count]) => `${count} ${ending || 'without an ending'}`,
  );
  const seen = [
    ...others,
    ...(survey.setAside.length > 0 ? [`${survey.setAside.length} set aside`] : []),
  ].join(', ');
  return new SlipwayError({
    code: 'documents-empty',
    message: `${path} holds no document that can be read${seen ? ` (${seen})` : ''}`,
    hint: `Files that end in ${spec.extensions.join(', ')} are read, each also with .gz or .zst, also in archives.`,
  });
}
