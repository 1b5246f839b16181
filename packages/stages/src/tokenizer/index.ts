/**
 * Tokenizer: datasets become a byte-level BPE tokenizer; or a ready one is taken, from a file or out of a model.
 */
import { defineStage } from '@slipway/core';
import { planTokenizer } from './plan.ts';
import { runTokenizer } from './run.ts';
import { tokenizerSpec } from './spec.ts';
import { preflightTokenizer, surveyTokenizer } from './survey.ts';

export { openTextEncoder, type TextEncoderOfStore } from './encoding/open-text-encoder.ts';

export const tokenizer = defineStage({
  name: 'tokenizer',
  version: '1',
  summary: { en: 'Train a tokenizer, or take a ready one', zh: '训练分词器，或取用现成的' },
  spec: tokenizerSpec,
  inputs: {
    datasets: { kind: 'dataset', arity: 'many' },
    model: { kind: 'model', arity: 'optional' },
    against: { kind: 'tokenizer', arity: 'many' },
  },
  outputs: { tokenizer: 'tokenizer' },
  preflight: preflightTokenizer,
  survey: surveyTokenizer,
  plan: planTokenizer,
  run: runTokenizer,
});
