/**
 * The objects of a bucket as the factory's own input, for tasks that read them where they lie.
 * Invariant: an object is named as the stage names it, and its version is its tag. Refuses archives: a task cannot be cut at a member.
 */
import { SlipwayError } from '@slipway/contracts';
import { formatBucketAddress, type ObjectStorage } from '@slipway/core';
import { findFormat, type InputFile } from '@slipway/text';
import { documentsSpec } from './spec.ts';
import { surveyBucket } from './survey-bucket.ts';
import { nothingFound } from './want-documents.ts';

/**
 * @param path `s3://BUCKET/KEY`, a beginning of keys or a pattern of them
 * @throws SlipwayError `argument-invalid`, and what `surveyBucket` throws
 */
export async function listBucketFiles(
  path: string,
  { objects, signal = new AbortController().signal }: { objects: ObjectStorage; signal?: AbortSignal },
): Promise<InputFile[]> {
  const spec = documentsSpec.safeParse({ path });
  if (!spec.success) throw noAddress(spec.error.issues[0]?.message ?? '');
  const survey = await surveyBucket(spec.data, { objects, signal, workingDirectory: '.' });
  const files = survey.objects.flatMap(({ path: name, sizeBytes: numBytes, entityTag: version }) => {
    const format = findFormat(name);
    const address = formatBucketAddress({ bucket: survey.bucket, key: survey.root + name });
    return format ? [{ path: address, name, ...format, numBytes, version }] : [];
  });
  if (files.length === 0) throw nothingFound(path, spec.data, survey);
  return files;
}

function noAddress(allowed: string): SlipwayError {
  return new SlipwayError({
    code: 'argument-invalid',
    message: 'the address of the documents is none that can be read',
    hint: `Give ${allowed}.`,
  });
}
