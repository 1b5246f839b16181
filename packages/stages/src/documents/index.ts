/**
 * Documents: a folder or a bucket becomes an immutable snapshot in the store.
 */
import { toJson } from '@slipway/contracts';
import { defineStage } from '@slipway/core';
import { planDocuments } from './plan.ts';
import { runDocuments } from './run.ts';
import { documentsSpec } from './spec.ts';
import { preflightDocuments, surveyDocuments } from './survey.ts';

export { type BucketListing, listBucketFiles } from './list-bucket-files.ts';
export { type LeftOut, noteLeftOut } from './note-left-out.ts';

export const documents = defineStage({
  name: 'documents',
  version: '2',
  summary: {
    en: 'Take a folder or bucket of documents into the store',
    zh: '把文件夹或存储桶中的文档收入存储',
  },
  spec: documentsSpec,
  inputs: {},
  outputs: { documents: 'documents' },
  preflight: preflightDocuments,
  survey: async (spec, context) => toJson(await surveyDocuments(spec, context)),
  plan: planDocuments,
  run: runDocuments,
});
