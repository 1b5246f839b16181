/**
 * What lies where the user points: files of a folder by their digests, or objects of a bucket by their tags.
 * Invariant: names content, so that the step's key does; the same documents give the same survey.
 */
import { isBucketAddress, type SurveyContext } from '@slipway/core';
import { z } from 'zod';
import { preflightFolder } from './find-place.ts';
import type { DocumentsSpec } from './spec.ts';
import { bucketSurvey, preflightBucket, surveyBucket } from './survey-bucket.ts';
import { folderSurvey, surveyFolder } from './survey-folder.ts';

export const documentsSurvey = z.union([bucketSurvey, folderSurvey]);
export type DocumentsSurvey = z.infer<typeof documentsSurvey>;

/** @throws SlipwayError `documents-missing`, `documents-empty`; of buckets also what listing throws */
export function surveyDocuments(spec: DocumentsSpec, context: SurveyContext): Promise<DocumentsSurvey> {
  return isBucketAddress(spec.path) ? surveyBucket(spec, context) : surveyFolder(spec, context);
}

/**
 * Looks whether there is anything to read, and stops at the first document that is.
 * @throws SlipwayError as `surveyDocuments`
 */
export function preflightDocuments(spec: DocumentsSpec, context: SurveyContext): Promise<void> {
  return isBucketAddress(spec.path) ? preflightBucket(spec, context) : preflightFolder(spec, context);
}
