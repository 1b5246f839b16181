/**
 * Instruction: a dataset becomes question-answer pairs and four-choice questions, deterministically and with source spans.
 */
import { defineStage } from '@slipway/core';
import { planInstruction } from './plan.ts';
import { runInstruction } from './run.ts';
import { instructionSpec } from './spec.ts';

export const instruction = defineStage({
  name: 'instruction',
  version: '3',
  summary: { en: 'Make questions and answers from sections', zh: '由章节生成问答' },
  spec: instructionSpec,
  inputs: { dataset: { kind: 'dataset', arity: 'one' } },
  outputs: { pairs: 'pairs' },
  plan: planInstruction,
  run: runInstruction,
});
