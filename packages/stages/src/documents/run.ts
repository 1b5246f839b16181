/**
 * Copies the surveyed files into the store.
 * Invariant: what is stored is what was surveyed: a file that vanished or changed since then is set aside, counted, never taken silently.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
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
    });
    return { documents };
  } finally {
    await draft.discard();
  }
}

/** Copies while hashing. @returns why not, where it could not be */
async function copyFile(
  source: string,
  target: string,
  expected: SourceDocument,
): Promise<{ reason: string; detail: string } | undefined> {
  await mkdir(dirname(target), { recursive: true });
  const hash = createHash('sha256');
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(createReadStream(source), meter, createWriteStream(target));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw error;
    await rm(target, { force: true });
    if (code === 'ENOENT') return { reason: 'vanished', detail: 'was there when the folder was listed' };
    return { reason: 'unreadable', detail: code ?? 'could not be read' };
  }
  if (`sha256:${hash.digest('hex')}` === expected.document) return undefined;
  await rm(target, { force: true });
  return { reason: 'changed', detail: 'was changed after the folder was listed' };
}

function allGone(): SlipwayError {
  return new SlipwayError({
    code: 'documents-empty',
    message: 'every document vanished or changed between listing and copying',
    hint: 'Run again once the folder is at rest.',
  });
}
