/**
 * Copies the files of a folder as they were surveyed.
 * Invariant: what is copied has the digest that was listed; a file that vanished or changed since then is told with its reason.
 * Refuses to take a fault of the store's own disk for one of the document.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { SourceDocument } from '@slipway/contracts';
import { digestOf } from '@slipway/core';
import { findArchiveFormat, walkArchive } from '@slipway/text';
import type { FolderSurvey } from './survey-folder.ts';
import type { TakenFile, TakingProblem } from './taken-file.ts';

type SurveyedFile = FolderSurvey['files'][number];

/** Copies what was surveyed below a target: files one by one, the members of an archive together. */
export async function* copyFolder({ root, files }: FolderSurvey, target: string): AsyncGenerator<TakenFile> {
  const archives = new Map<string, SurveyedFile[]>();
  for (const file of files) {
    if (file.archive === undefined)
      yield tell(file, await copyFile(join(root, file.path), join(target, file.path), file));
    else archives.set(file.archive, [...(archives.get(file.archive) ?? []), file]);
  }
  for (const [archive, members] of archives)
    yield* copyMembers(join(root, archive), members, { archive, target });
}

function tell({ path, document, sizeBytes }: SurveyedFile, problem?: TakingProblem): TakenFile {
  if (problem) return { kind: 'lost', aside: { path, document, ...problem } };
  return { kind: 'taken', file: { path, document, sizeBytes } };
}

async function* copyMembers(
  source: string,
  members: readonly SurveyedFile[],
  { archive, target }: { archive: string; target: string },
): AsyncGenerator<TakenFile> {
  const waiting = new Map(members.map((file) => [file.path, file]));
  const format = findArchiveFormat(archive);
  try {
    for await (const item of format ? walkArchive(source, format) : []) {
      const file = waiting.get(`${archive}/${item.path}`);
      if (item.kind !== 'member' || !file) continue;
      if (digestOf(item.bytes) !== file.document) continue;
      waiting.delete(file.path);
      const path = join(target, file.path);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, item.bytes);
      yield tell(file);
    }
  } catch (error) {
    const { code = '', path } = error as NodeJS.ErrnoException;
    if (path !== source || readProblems[code] === undefined) throw error;
  }
  for (const file of waiting.values()) yield tell(file, changed);
}

const changed: TakingProblem = { reason: 'changed', detail: 'was changed after the folder was listed' };

/** What the file system says of a document that cannot be taken; anything else is a fault of the machine. */
const readProblems: Record<string, string> = {
  ENOENT: 'vanished',
  ENOTDIR: 'vanished',
  EACCES: 'unreadable',
  EPERM: 'unreadable',
  EISDIR: 'unreadable',
  ELOOP: 'unreadable',
  ENXIO: 'unreadable',
  EIO: 'unreadable',
};

/** A failure of reading the source, told apart from one of writing the target. */
class ReadFailure extends Error {}

/** Copies while hashing. @returns why not, where it could not be read */
async function copyFile(
  source: string,
  target: string,
  expected: SourceDocument,
): Promise<TakingProblem | undefined> {
  await mkdir(dirname(target), { recursive: true });
  const hash = createHash('sha256');
  try {
    await pipeline(readChunks(source, hash), createWriteStream(target));
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error;
    const { code = '' } = error.cause as NodeJS.ErrnoException;
    const reason = readProblems[code];
    if (reason === undefined) throw error.cause;
    await rm(target, { force: true });
    return { reason, detail: reason === 'vanished' ? 'was there when the folder was listed' : code };
  }
  if (`sha256:${hash.digest('hex')}` === expected.document) return undefined;
  await rm(target, { force: true });
  return changed;
}

async function* readChunks(source: string, hash: Hash): AsyncGenerator<Buffer> {
  const stream = createReadStream(source);
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  try {
    while (true) {
      const next = await chunks.next().catch((cause: unknown) => {
        throw new ReadFailure('the document could not be read', { cause });
      });
      if (next.done) return;
      hash.update(next.value);
      yield next.value;
    }
  } finally {
    stream.destroy();
  }
}
