/**
 * Tokens: datasets become token ids for training: mixed by weight, packed into sequences, in the files of a trainer.
 */
import { defineStage } from '@slipway/core';
import { planTokens } from './plan.ts';
import { runTokens } from './run.ts';
import { tokensSpec } from './spec.ts';

export const tokens = defineStage({
  name: 'tokens',
  version: '1',
  summary: { en: 'Tokenise, mix and pack datasets for training', zh: '分词、配比并打包数据集以供训练' },
  spec: tokensSpec,
  inputs: {
    datasets: { kind: 'dataset', arity: 'many' },
    tokenizer: { kind: 'tokenizer', arity: 'optional' },
    model: { kind: 'model', arity: 'optional' },
  },
  outputs: { tokens: 'tokens' },
  plan: planTokens,
  run: runTokens,
});
