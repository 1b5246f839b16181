/**
 * Data: a snapshot of documents becomes a clean, deduplicated, split dataset with a card.
 */
import { defineStage } from '@slipway/core';
import { planData } from './plan.ts';
import { runData } from './run.ts';
import { dataSpec } from './spec.ts';

export const data = defineStage({
  name: 'data',
  version: '9',
  summary: { en: 'Clean, deduplicate and split documents', zh: '清洗、去重并划分文档' },
  spec: dataSpec,
  inputs: {
    documents: { kind: 'documents', arity: 'one' },
    benchmarks: { kind: 'documents', arity: 'optional' },
    hosts: { kind: 'documents', arity: 'optional' },
    words: { kind: 'documents', arity: 'optional' },
    perplexity: { kind: 'perplexity-model', arity: 'optional' },
    classifier: { kind: 'classifier', arity: 'optional' },
  },
  outputs: { dataset: 'dataset' },
  plan: planData,
  run: runData,
});
