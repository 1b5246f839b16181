import { catalogueStages, resolveRecipe } from '@slipway/core';
import { expect, test } from 'vitest';
import { documents } from '../documents/index.ts';
import { data } from './index.ts';

const catalogue = catalogueStages([documents, data]);
const resolve = (spec: object) =>
  resolveRecipe(
    {
      name: 'data',
      steps: {
        documents: { stage: 'documents', spec: { path: '.' } },
        dataset: { stage: 'data', spec, inputs: { documents: 'documents.documents' } },
      },
    },
    { stages: catalogue, kinds: new Map() },
  );

test.each([
  ['klingon', /^Give the tag of a language/],
  ['german', /^Did you mean "de"\?/],
  ['Chineze', /^Did you mean "zh"\?/],
  ['eng', /^Did you mean "en"\?/],
  ['zh-CN', /^Did you mean "zh"\?/],
  ['EN', /^Did you mean "en"\?/],
  [' zh', /^Did you mean "zh"\?/],
  ['', /^Give the tag of a language/],
])('the language "%s" is refused, with the nearest and how to list them', (tag, hint) => {
  const refused = expect.objectContaining({
    code: 'spec-invalid',
    message: `step "dataset" (data): "languages.1" is "${tag}"; allowed: a tag such as en, de or zh`,
    hint: expect.stringMatching(hint),
  });
  expect(() => resolve({ languages: ['en', tag] })).toThrow(refused);
  expect(() => resolve({ languages: ['en', tag] })).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('`slipway data languages` lists them') }),
  );
});

test('languages are those that documents are told by, with all forms of one, and what cannot be told', () => {
  expect(() => resolve({ languages: ['en', 'zh', 'zh-Hant', 'mn', 'und'] })).not.toThrow();
});

test('bounds of perplexity between which nothing lies are refused before anything runs', () => {
  expect(() => resolve({ minPerplexity: 3, maxPerplexity: 2 })).toThrow(
    expect.objectContaining({
      code: 'spec-invalid',
      message: 'step "dataset" (data): "minPerplexity" is 3; allowed: at most "maxPerplexity", which is 2',
    }),
  );
  expect(() => resolve({ minPerplexity: 2, maxPerplexity: 2 })).not.toThrow();
});
