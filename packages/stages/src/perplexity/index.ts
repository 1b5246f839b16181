/**
 * Perplexity: a dataset of good documents becomes an n-gram model of bytes that tells how unlike them a document is.
 */
import { defineStage } from '@slipway/core';
import { planPerplexity } from './plan.ts';
import { runPerplexity } from './run.ts';
import { perplexitySpec } from './spec.ts';

export const perplexity = defineStage({
  name: 'perplexity',
  version: '1',
  summary: { en: 'Train a model of good text for perplexity', zh: '用好的文本训练困惑度模型' },
  spec: perplexitySpec,
  inputs: { good: { kind: 'dataset', arity: 'one' } },
  outputs: { perplexity: 'perplexity-model' },
  plan: planPerplexity,
  run: runPerplexity,
});
