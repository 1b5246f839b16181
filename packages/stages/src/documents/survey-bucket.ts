/**
 * Lists what lies in a bucket, each object by the tag that the server names its bytes with, so that the step's key names content.
 * Invariant: sorted by path; no object is read. What cannot lie below a folder is set aside with its reason.
 * Refuses to look into archives: that is for the run, which has their bytes.
 */
import { droppedDocument, SlipwayError } from '@slipway/contracts';
import { type ListedObject, parseBucketAddress, type SurveyContext } from '@slipway/core';
import { z } from 'zod';
import { type ChosenObjects, chooseObjects } from './choose-objects.ts';
import { readObjectPath } from './object-path.ts';
import type { DocumentsSpec } from './spec.ts';
import { nothingFound, readExtension, spread, wantDocuments } from './want-documents.ts';

export const bucketSurvey = z.object({
  bucket: z.string(),
  /** Beginning of keys that the paths are relative to. */
  root: z.string(),
  objects: z.array(z.object({ path: z.string(), sizeBytes: z.number(), entityTag: z.string() })),
  setAside: z.array(droppedDocument),
  /** Objects of other endings, by ending. */
  unwanted: z.record(z.string(), z.number()),
});
export type BucketSurvey = z.infer<typeof bucketSurvey>;

/** @throws SlipwayError `documents-missing`, `documents-empty`, and what listing throws */
export async function surveyBucket(spec: DocumentsSpec, context: SurveyContext): Promise<BucketSurvey> {
  const survey = await listBucket(spec, context, () => false);
  survey.objects.sort(byPath);
  survey.setAside.sort(byPath);
  setNestedAside(survey);
  survey.objects = spread(survey.objects, spec.maxDocuments);
  if (survey.objects.length === 0) throw nothingFound(spec.path, spec, survey);
  return survey;
}

/**
 * Looks whether there is anything to read, and stops at the first object that is.
 * @throws SlipwayError as `surveyBucket`
 */
export async function preflightBucket(spec: DocumentsSpec, context: SurveyContext): Promise<void> {
  const survey = await listBucket(spec, context, ({ objects }) => objects.length > 0);
  if (survey.objects.length === 0) throw nothingFound(spec.path, spec, survey);
}

async function listBucket(
  spec: DocumentsSpec,
  { objects, signal }: SurveyContext,
  isEnough: (survey: BucketSurvey) => boolean,
): Promise<BucketSurvey> {
  const address = parseBucketAddress(spec.path);
  if (!address) throw noAddress();
  const chosen = await chooseObjects(address, objects, signal);
  const { bucket, root, prefix } = chosen;
  const survey: BucketSurvey = { bucket, root, objects: [], setAside: [], unwanted: {} };
  const take = createTaker(survey, chosen, spec);
  let isAnythingThere = false;
  for await (const object of objects.list({ bucket, prefix, signal })) {
    isAnythingThere = true;
    take(object);
    if (isEnough(survey)) break;
  }
  if (!isAnythingThere) throw nothingThere(spec.path);
  return survey;
}

const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

function createTaker(survey: BucketSurvey, { root, isAsked }: ChosenObjects, spec: DocumentsSpec) {
  const { isWanted, isArchive } = wantDocuments(spec, isAsked);
  return ({ key, sizeBytes, entityTag }: ListedObject): void => {
    const path = key.slice(root.length);
    const read = readObjectPath(path, sizeBytes);
    if (read.kind === 'folder' || read.kind === 'hidden') return;
    const ending = readExtension(path);
    if (read.kind === 'unsafe' && spec.extensions.includes(ending))
      survey.setAside.push({ path, reason: 'unsafe-path', detail: read.detail });
    // Archives are large to fetch: a pattern must ask for them by name.
    else if (read.kind === 'path' && (isWanted(path) || (isArchive(path) && isAsked(path))))
      survey.objects.push({ path, sizeBytes, entityTag });
    else survey.unwanted[ending] = (survey.unwanted[ending] ?? 0) + 1;
  };
}

/** A bucket may have `a` and `a/b`; below a folder `a` is either a file or a folder. */
function setNestedAside(survey: BucketSurvey): void {
  const paths = new Set(survey.objects.map(({ path }) => path));
  const isNested = (path: string) => {
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1))
      if (paths.has(path.slice(0, end))) return true;
    return false;
  };
  const nested = survey.objects.filter(({ path }) => isNested(path));
  survey.objects = survey.objects.filter(({ path }) => !isNested(path));
  for (const { path } of nested)
    survey.setAside.push({
      path,
      reason: 'unsafe-path',
      detail: 'a key that goes on through another document',
    });
}

function noAddress(): SlipwayError {
  return new SlipwayError({
    code: 'spec-invalid',
    message: 'the address of the documents is none of a bucket',
    hint: 'Write s3://BUCKET/KEY with the bucket alone before the first slash; credentials belong in the environment.',
  });
}

function nothingThere(path: string): SlipwayError {
  return new SlipwayError({
    code: 'documents-missing',
    message: `there is no object at ${path}, and none below it`,
    hint: 'Give a key that exists, a beginning of keys that ends at a slash, or a pattern such as s3://bucket/crawl/**/*.jsonl.gz.',
  });
}
