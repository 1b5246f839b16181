/**
 * Takes the surveyed documents into the store, from a folder or a bucket.
 * Invariant: what is stored is what was surveyed: a document that vanished or changed since then is set aside, counted, never taken
 * silently, and the snapshot without it is not reused.
 */
import { join } from 'node:path';
import {
  type Digest,
  type DroppedDocument,
  type Json,
  SlipwayError,
  type SourceDocument,
} from '@slipway/contracts';
import { type ArtifactDraft, formatBucketAddress, type RunContext, writeRecords } from '@slipway/core';
import { copyFolder } from './copy-folder.ts';
import { fetchBucket } from './fetch-bucket.ts';
import { noteSetAside } from './note-set-aside.ts';
import type { DocumentsSpec } from './spec.ts';
import { type DocumentsSurvey, documentsSurvey } from './survey.ts';
import type { TakenFile } from './taken-file.ts';

type Context = RunContext<DocumentsSpec>;

export async function runDocuments(context: Context): Promise<Record<string, Digest>> {
  const survey = documentsSurvey.parse(context.survey);
  const draft = await context.store.draft();
  try {
    const taken: SourceDocument[] = [];
    const setAside: DroppedDocument[] = [...survey.setAside];
    const lost: DroppedDocument[] = [];
    for await (const one of take(context, survey, join(draft.directory, 'files'))) {
      context.signal.throwIfAborted();
      if (one.kind === 'taken') taken.push(one.file);
      else if (one.kind === 'lost') lost.push(one.aside);
      else setAside.push(one.aside);
    }
    taken.sort((a, b) => (a.path < b.path ? -1 : 1));
    if (taken.length === 0) throw nothingTaken(lost);
    if (setAside.length > 0) context.warn(noteSetAside(setAside));
    if (lost.length > 0)
      context.warn({
        en: `set aside since the ${placeOf(survey)} was listed: ${lost.length} documents; another run takes them again`,
        zh: `列出之后有变动而搁置的文档：${lost.length} 篇；再运行一次会重新读入`,
      });
    await writeRecords(join(draft.directory, 'documents.jsonl'), taken);
    await writeRecords(join(draft.directory, 'set-aside.jsonl'), [...setAside, ...lost]);
    return { documents: await commit(context, draft, { survey, taken, numSetAside: setAside.length, lost }) };
  } finally {
    await draft.discard();
  }
}

interface Taken {
  survey: DocumentsSurvey;
  taken: readonly SourceDocument[];
  numSetAside: number;
  lost: readonly DroppedDocument[];
}

function commit(
  { commit, spec }: Context,
  draft: ArtifactDraft,
  { survey, taken, numSetAside, lost }: Taken,
): Promise<Digest> {
  return commit({
    output: 'documents',
    draft,
    kind: 'documents',
    name: spec.name,
    parents: [],
    licences: [{ spdx: spec.licence }],
    facts: {
      numDocuments: taken.length,
      numBytes: taken.reduce((sum, file) => sum + file.sizeBytes, 0),
      numSetAside: numSetAside + lost.length,
    },
    recordedSpec: { extensions: spec.extensions, ...nameOrigin(survey) },
    // The key names what was listed: a snapshot without some of it must not stand for the whole.
    isReusable: lost.length === 0,
  });
}

async function* take(context: Context, survey: DocumentsSurvey, target: string): AsyncGenerator<TakenFile> {
  if ('bucket' in survey) {
    yield* fetchBucket(context, survey, target);
    return;
  }
  let done = 0;
  for await (const one of copyFolder(survey, target)) {
    yield one;
    done += 1;
    context.reportProgress({ done, total: survey.files.length, unit: 'files' });
  }
}

const placeOf = (survey: DocumentsSurvey) => ('bucket' in survey ? 'bucket' : 'folder');

/** A bucket is the same for all; a folder is a place on this machine, which would make equal documents differ. */
function nameOrigin(survey: DocumentsSurvey): { [field: string]: Json } {
  if (!('bucket' in survey)) return {};
  return { origin: formatBucketAddress({ bucket: survey.bucket, key: survey.root }) };
}

function nothingTaken(lost: readonly unknown[]): SlipwayError {
  if (lost.length === 0)
    return new SlipwayError({
      code: 'documents-empty',
      message: 'the archives that were found hold no document that can be read',
      hint: 'See which endings are read ("extensions"), and what "include" and "exclude" say.',
    });
  return new SlipwayError({
    code: 'documents-empty',
    message: 'every document vanished or changed between listing and copying',
    hint: 'Run again once the documents are at rest.',
  });
}
