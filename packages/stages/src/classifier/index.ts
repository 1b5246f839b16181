/**
 * Classifier: datasets of good and of bad documents become a model that scores documents, with a report on what was held out.
 */
import { defineStage } from '@slipway/core';
import { planClassifier } from './plan.ts';
import { runClassifier } from './run.ts';
import { classifierSpec } from './spec.ts';

export const classifier = defineStage({
  name: 'classifier',
  version: '1',
  summary: { en: 'Train a classifier of good and bad documents', zh: '训练区分好坏文档的分类器' },
  spec: classifierSpec,
  inputs: { good: { kind: 'dataset', arity: 'one' }, bad: { kind: 'dataset', arity: 'one' } },
  outputs: { classifier: 'classifier' },
  plan: planClassifier,
  run: runClassifier,
});
