/**
 * The objects of a bucket as the factory's own input, for tasks that read them where they lie.
 * Invariant: an object is named as the stage names it, and its version is its tag; what is left out is told with its reason or counted.
 * Refuses archives: a task cannot be cut at a member.
 */
import { SlipwayError } from '@slipway/contracts';
import { formatBucketAddress, type ObjectStorage } from '@slipway/core';
import { findFormat, type InputFile } from '@slipway/text';
import type { LeftOut } from './note-left-out.ts';
import { documentsSpec } from './spec.ts';
import { surveyBucket } from './survey-bucket.ts';
import { nothingFound, readExtension } from './want-documents.ts';

export interface BucketListing extends LeftOut {
  files: InputFile[];
}

/**
 * @param path `s3://BUCKET/KEY`, a beginning of keys or a pattern of them
 * @throws SlipwayError `argument-invalid`, and what `surveyBucket` throws
 */
export async function listBucketFiles(
  path: string,
  { objects, signal = new AbortController().signal }: { objects: ObjectStorage; signal?: AbortSignal },
): Promise<BucketListing> {
  const spec = documentsSpec.safeParse({ path });
  if (!spec.success) throw noAddress(spec.error.issues[0]?.message ?? '');
  const survey = await surveyBucket(spec.data, { objects, signal, workingDirectory: '.' });
  const { bucket, root, setAside, unwanted } = survey;
  const files: InputFile[] = [];
  for (const { path: name, sizeBytes: numBytes, entityTag: version } of survey.objects) {
    const format = findFormat(name);
    const ending = readExtension(name);
    if (!format) unwanted[ending] = (unwanted[ending] ?? 0) + 1;
    else
      files.push({
        path: formatBucketAddress({ bucket, key: root + name }),
        name,
        ...format,
        numBytes,
        version,
      });
  }
  if (files.length === 0) throw nothingFound(path, spec.data, survey);
  return { files, setAside, numUnwanted: unwanted };
}

function noAddress(allowed: string): SlipwayError {
  return new SlipwayError({
    code: 'argument-invalid',
    message: 'the address of the documents is none that can be read',
    hint: `Give ${allowed}.`,
  });
}
