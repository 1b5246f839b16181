/**
 * Index: a dataset becomes passages with exact source spans and a full-text search over them.
 */
import { defineStage } from '@slipway/core';
import { planIndex } from './plan.ts';
import { runIndex } from './run.ts';
import { indexSpec } from './spec.ts';

export const index = defineStage({
  name: 'index',
  version: '1',
  summary: { en: 'Cut documents into passages and index them', zh: '把文档切成段落并建立索引' },
  spec: indexSpec,
  inputs: { dataset: { kind: 'dataset', arity: 'one' } },
  outputs: { index: 'index' },
  plan: planIndex,
  run: runIndex,
});
