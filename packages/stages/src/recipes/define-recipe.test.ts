import type { Digest } from '@slipway/contracts';
import { catalogueStages, resolveRecipe } from '@slipway/core';
import { expect, test } from 'vitest';
import { data } from '../data/index.ts';
import { documents } from '../documents/index.ts';
import { index } from '../index/index.ts';
import { stages } from '../index.ts';
import { defineRecipe } from './define-recipe.ts';
import { artifact, step } from './step.ts';

const folder = () => step(documents, { spec: { path: './docs' } });

test('steps get their names where the recipe is defined, in any order', () => {
  const docs = folder();
  const clean = step(data, { spec: { seed: 7 }, inputs: { documents: docs.outputs.documents } });
  expect(defineRecipe({ name: 'mine', steps: { clean, docs } })).toEqual({
    name: 'mine',
    steps: {
      clean: { stage: 'data', spec: { seed: 7 }, inputs: { documents: 'docs.documents' } },
      docs: { stage: 'documents', spec: { path: './docs' }, inputs: {} },
    },
  });
});

test('an artifact of the store stands as its digest', () => {
  const digest = `sha256:${'a'.repeat(64)}` as Digest;
  const recipe = defineRecipe({
    name: 'mine',
    title: 'Mine',
    steps: { passages: step(index, { inputs: { dataset: artifact('dataset', digest) } }) },
  });
  expect(recipe.steps.passages?.inputs).toEqual({ dataset: digest });
  const kinds = new Map([[digest, 'dataset' as const]]);
  expect(resolveRecipe(recipe, { stages: catalogueStages(Object.values(stages)), kinds }).steps).toHaveLength(
    1,
  );
});

test('a step that is used and not named, or named twice, is refused', () => {
  const docs = folder();
  const clean = step(data, { inputs: { documents: docs.outputs.documents } });
  expect(() => defineRecipe({ name: 'mine', steps: { clean } })).toThrow(
    'step "clean", input "documents" comes from a documents step without a name',
  );
  expect(() => defineRecipe({ name: 'mine', steps: { docs, again: docs } })).toThrow('one and the same');
});

test('a name that is none, and a recipe without steps, are refused as recipes', () => {
  for (const draft of [
    { name: 'Mine!', steps: { docs: folder() } },
    { name: 'mine', steps: { 'My Docs': folder() } },
    { name: 'mine', steps: {} },
  ]) {
    expect(() => defineRecipe(draft)).toThrow(expect.objectContaining({ code: 'recipe-invalid' }));
  }
});
