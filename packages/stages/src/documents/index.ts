/**
 * Documents: a folder becomes an immutable snapshot in the store.
 */
import { toJson } from '@slipway/contracts';
import { defineStage } from '@slipway/core';
import { preflightDocuments } from './find-place.ts';
import { planDocuments } from './plan.ts';
import { runDocuments } from './run.ts';
import { documentsSpec } from './spec.ts';
import { surveyDocuments } from './survey.ts';

export const documents = defineStage({
  name: 'documents',
  version: '2',
  summary: { en: 'Take a folder of documents into the store', zh: '把文件夹中的文档收入存储' },
  spec: documentsSpec,
  inputs: {},
  outputs: { documents: 'documents' },
  preflight: preflightDocuments,
  survey: async (spec, context) => toJson(await surveyDocuments(spec, context)),
  plan: planDocuments,
  run: runDocuments,
});
