/**
 * Copies the surveyed files into the store.
 * Invariant: what is stored is what was surveyed: a file that vanished or changed since then is set aside, counted, never taken silently,
 * and the snapshot without it is not reused. Refuses to take a fault of the store's own disk for one of the document.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Digest, type DroppedDocument, SlipwayError, type SourceDocument } from '@slipway/contracts';
import { type RunContext, writeRecords } from '@slipway/core';
import type { DocumentsSpec } from './spec.ts';
import { documentsSurvey } from './survey.ts';

export async function runDocuments(context: RunContext<DocumentsSpec>): Promise<Record<string, Digest>> {
  const survey = documentsSurvey.parse(context.survey);
  const draft = await context.store.draft();
  try {
    const taken: SourceDocument[] = [];
    const setAside: DroppedDocument[] = [...survey.setAside];
    for (const [place, file] of survey.files.entries()) {
      context.signal.throwIfAborted();
      const problem = await copyFile(
        join(survey.root, file.path),
        join(draft.directory, 'files', file.path),
        file,
      );
      if (problem) setAside.push({ path: file.path, document: file.document, ...problem });
      else taken.push(file);
      context.reportProgress({ done: place + 1, total: survey.files.length, unit: 'files' });
    }
    if (taken.length === 0) throw allGone();
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
): Promise<{ reason: string; detail: string } | undefined> {
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
  return { reason: 'changed', detail: 'was changed after the folder was listed' };
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
