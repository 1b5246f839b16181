/**
 * Copies the surveyed files into the store.
 * Invariant: what is stored is what was surveyed: a file that vanished or changed since then is set aside, counted, never taken silently,
 * and the snapshot without it is not reused. Refuses to take a fault of the store's own disk for one of the document.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Digest, type DroppedDocument, SlipwayError, type SourceDocument } from '@slipway/contracts';
import { type RunContext, writeRecords } from '@slipway/core';
import { findArchiveFormat, walkArchive } from '@slipway/text';
import type { DocumentsSpec } from './spec.ts';
import { type DocumentsSurvey, documentsSurvey } from './survey.ts';

type SurveyedFile = DocumentsSurvey['files'][number];

export async function runDocuments(context: RunContext<DocumentsSpec>): Promise<Record<string, Digest>> {
  const survey = documentsSurvey.parse(context.survey);
  const draft = await context.store.draft();
  try {
    const taken: SourceDocument[] = [];
    const setAside: DroppedDocument[] = [...survey.setAside];
    let numDone = 0;
    for await (const { file, problem } of copyAll(survey, join(draft.directory, 'files'))) {
      context.signal.throwIfAborted();
      const { path, document, sizeBytes } = file;
      if (problem) setAside.push({ path, document, ...problem });
      else taken.push({ path, document, sizeBytes });
      numDone += 1;
      context.reportProgress({ done: numDone, total: survey.files.length, unit: 'files' });
    }
    taken.sort((a, b) => (a.path < b.path ? -1 : 1));
    if (taken.length === 0) throw allGone();
    if (survey.setAside.length > 0) context.warn(describeSetAside(survey.setAside));
    const numLost = survey.files.length - taken.length;
    if (numLost > 0)
      context.warn(
        `set aside since the folder was listed: ${numLost} documents; another run takes them again`,
      );
    await writeRecords(join(draft.directory, 'documents.jsonl'), taken);
    await writeRecords(join(draft.directory, 'set-aside.jsonl'), setAside);
    const documents = await context.commit({
      output: 'documents',
      draft,
      kind: 'documents',
      name: context.spec.name,
      parents: [],
      licences: [{ spdx: context.spec.licence }],
      facts: {
        numDocuments: taken.length,
        numBytes: taken.reduce((sum, file) => sum + file.sizeBytes, 0),
        numSetAside: setAside.length,
      },
      recordedSpec: { extensions: context.spec.extensions },
      // The key names what was listed: a snapshot without some of it must not stand for the whole.
      isReusable: numLost === 0,
    });
    return { documents };
  } finally {
    await draft.discard();
  }
}

/** What was set aside when the folder was listed, by reason, each with the first that it befell. */
function describeSetAside(setAside: readonly DroppedDocument[]): string {
  const byReason = new Map<string, string[]>();
  for (const { reason, path } of setAside) byReason.set(reason, [...(byReason.get(reason) ?? []), path]);
  const counts = [...byReason].map(
    ([reason, paths]) => `${paths.length} ${reason} (${paths[0]}${paths.length > 1 ? ', …' : ''})`,
  );
  return `set aside: ${counts.join(', ')}`;
}

interface Copied {
  file: SurveyedFile;
  /** Why it could not be taken. */
  problem?: Problem | undefined;
}

interface Problem {
  reason: string;
  detail: string;
}

/** Copies what was surveyed: files one by one, the members of an archive together. */
async function* copyAll({ root, files }: DocumentsSurvey, target: string): AsyncGenerator<Copied> {
  const archives = new Map<string, SurveyedFile[]>();
  for (const file of files) {
    if (file.archive === undefined)
      yield { file, problem: await copyFile(join(root, file.path), join(target, file.path), file) };
    else archives.set(file.archive, [...(archives.get(file.archive) ?? []), file]);
  }
  for (const [archive, members] of archives)
    yield* copyMembers(join(root, archive), members, { archive, target });
}

async function* copyMembers(
  source: string,
  members: readonly SurveyedFile[],
  { archive, target }: { archive: string; target: string },
): AsyncGenerator<Copied> {
  const waiting = new Map(members.map((file) => [file.path, file]));
  const format = findArchiveFormat(archive);
  try {
    for await (const item of format ? walkArchive(source, format) : []) {
      const file = waiting.get(`${archive}/${item.path}`);
      if (item.kind !== 'member' || !file) continue;
      const isSame = `sha256:${createHash('sha256').update(item.bytes).digest('hex')}` === file.document;
      if (!isSame) continue;
      waiting.delete(file.path);
      const path = join(target, file.path);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, item.bytes);
      yield { file };
    }
  } catch (error) {
    const { code = '', path } = error as NodeJS.ErrnoException;
    if (path !== source || readProblems[code] === undefined) throw error;
  }
  for (const file of waiting.values()) yield { file, problem: changed };
}

const changed: Problem = { reason: 'changed', detail: 'was changed after the folder was listed' };

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
): Promise<Problem | undefined> {
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

function allGone(): SlipwayError {
  return new SlipwayError({
    code: 'documents-empty',
    message: 'every document vanished or changed between listing and copying',
    hint: 'Run again once the folder is at rest.',
  });
}
