/**
 * Brings the objects of a bucket in as they were listed, several at a time; archives are looked into once they are here.
 * Invariant: what an attempt before brought in is not asked for again. An object that is gone or another by now is told with its reason;
 * what the network or the server refuses ends the attempt.
 * Refuses to begin where the disk does not hold what is missing.
 */
import { constants } from 'node:fs';
import { copyFile, link, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { digestOf, ObjectFault, type RunContext } from '@slipway/core';
import { findArchiveFormat, walkArchive } from '@slipway/text';
import { type FetchedObject, fetchObject } from './fetch-object.ts';
import { meterBytes } from './meter-bytes.ts';
import { requireRoom } from './require-room.ts';
import type { DocumentsSpec } from './spec.ts';
import type { BucketSurvey } from './survey-bucket.ts';
import type { TakenFile } from './taken-file.ts';
import { wantDocuments } from './want-documents.ts';

type SurveyedObject = BucketSurvey['objects'][number];

/** Hides the way to the server and back; more would not fill a line any better. */
const numObjectsAtOnce = 8;

/** @param target folder that the documents are laid into, by their paths */
export async function* fetchBucket(
  context: RunContext<DocumentsSpec>,
  survey: BucketSurvey,
  target: string,
): AsyncGenerator<TakenFile> {
  const folder = join(context.scratchDirectory, 'objects');
  await mkdir(folder, { recursive: true });
  const total = survey.objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  await requireRoom(folder, total);
  const onBytes = meterBytes(total, context.reportProgress);
  const { isWanted } = wantDocuments(context.spec, () => true);
  const take = async (object: SurveyedObject, signal: AbortSignal): Promise<TakenFile[]> => {
    const { path } = object;
    const pinned = { ...object, bucket: survey.bucket, key: survey.root + path };
    const { objects } = context;
    try {
      const fetched = await fetchObject(pinned, { objects, folder, signal, onBytes });
      if (findArchiveFormat(path)) return await layMembers(path, fetched, { target, isWanted });
      await layFile(fetched.path, join(target, path));
      return [{ kind: 'taken', file: { path, document: fetched.document, sizeBytes: fetched.sizeBytes } }];
    } catch (error) {
      if (!(error instanceof ObjectFault)) throw error;
      return [{ kind: 'lost', aside: { path, reason: error.reason, detail: error.message } }];
    }
  };
  for (const taken of await inLanes(survey.objects, take, context.signal)) yield* taken;
}

/** Does the work of several items at once; the first failure ends all of it. Results are in the order of the items. */
async function inLanes<Item, Result>(
  items: readonly Item[],
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
  signal: AbortSignal,
): Promise<Result[]> {
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  const results = new Array<Result>(items.length);
  const waiting = items.entries();
  const runLane = async () => {
    for (const [place, item] of waiting) {
      if (stop.aborted) return;
      try {
        results[place] = await work(item, stop);
      } catch (error) {
        failure.abort(error);
      }
    }
  };
  await Promise.all(Array.from({ length: numObjectsAtOnce }, runLane));
  stop.throwIfAborted();
  return results;
}

/** Under its own name as well as under the fetched one: the second attempt is to find it, too. */
async function layFile(source: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await link(source, path).catch(() => copyFile(source, path, constants.COPYFILE_FICLONE));
}

/** Lays the wanted members of an archive out; their paths go on through it as through a folder. */
async function layMembers(
  archive: string,
  fetched: FetchedObject,
  { target, isWanted }: { target: string; isWanted(path: string): boolean },
): Promise<TakenFile[]> {
  const format = findArchiveFormat(archive);
  const taken = new Map<string, TakenFile>();
  for await (const item of format ? walkArchive(fetched.path, format) : []) {
    const path = item.path === '' ? archive : `${archive}/${item.path}`;
    if (item.kind === 'set-aside') {
      if (!taken.has(path))
        taken.set(path, { kind: 'set-aside', aside: { path, reason: item.reason, detail: item.detail } });
    } else if (isWanted(path) && !taken.has(path)) {
      const document = digestOf(item.bytes);
      await mkdir(dirname(join(target, path)), { recursive: true });
      await writeFile(join(target, path), item.bytes);
      taken.set(path, { kind: 'taken', file: { path, document, sizeBytes: item.bytes.length } });
    }
  }
  return [...taken.values()];
}
