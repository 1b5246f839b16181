import { type Recipe, tourSteps } from '@slipway/contracts';
import { catalogueStages, resolveRecipe } from '@slipway/core';
import { expect, test } from 'vitest';
import { stages } from '../index.ts';
import { readTourOptions, tourRecipe } from './tour.ts';

const sizes = ['full', 'small'] as const;
const make = (size: (typeof sizes)[number]): Recipe =>
  tourRecipe({ documents: './docs', model: 'english', size });

test.each(sizes)('the %s tour fits every stage: specs, roles, kinds and references', (size) => {
  const { steps } = resolveRecipe(make(size), {
    stages: catalogueStages(Object.values(stages)),
    kinds: new Map(),
  });
  expect(new Set(steps.map((step) => step.name))).toEqual(new Set(tourSteps));
  expect(Object.keys(make(size).steps)).toEqual(tourSteps);
});

test.each(sizes)('the %s tour is the recipe it was', (size) => {
  expect(make(size)).toMatchSnapshot();
});

test('every model that goes on is proven before, and every gate and score stands behind the service', () => {
  const { steps } = make('full');
  const models = Object.entries(steps).filter(([, step]) => step.stage === 'quantisation');
  const gates = Object.entries(steps).filter(([, step]) => step.stage === 'parity');
  for (const [name] of models) {
    expect(gates.some(([, gate]) => gate.inputs.model === `${name}.model`)).toBe(true);
  }
  expect(steps.service?.inputs.gates).toEqual(gates.map(([name]) => `${name}.report`));
  const scored = Object.entries(steps).filter(([, step]) => step.stage === 'evaluation');
  expect(steps.service?.inputs.evaluations).toEqual(scored.map(([name]) => `${name}.evaluation`));
});

test.each(sizes)('what a %s tour was asked for can be read from its recipe', (size) => {
  const options = { documents: '/mine', model: 'bilingual', size };
  expect(readTourOptions(tourRecipe(options))).toEqual(options);
  const licensed = { ...options, licence: 'CC-BY-4.0' };
  expect(readTourOptions(tourRecipe(licensed))).toEqual(licensed);
  expect(readTourOptions({ name: 'tour', steps: {} })).toBeUndefined();
});
