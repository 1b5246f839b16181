// The document of recipes says what the code does: its reference is in step with the specs, its examples are recipes.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogueStages, resolveRecipe } from '@slipway/core';
import { stages, tourRecipe } from '@slipway/stages';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import tokens from '../../recipes/tokens.ts';
import tour from '../../recipes/tour.ts';
import { describeStages, documents, endMark, fillReference, startMark } from './describe-stages.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const readDocument = (language: 'en' | 'zh') => readFileSync(join(root, documents[language]), 'utf8');
const document = readDocument('en');
const check = (recipe: unknown) =>
  resolveRecipe(recipe, { stages: catalogueStages(Object.values(stages)), kinds: new Map() });

/** Formatters pad the cells of tables. */
const withoutPadding = (text: string) => text.replaceAll(/ *\| */g, '|').replaceAll(/-{3,}/g, '---');

test.each(['en', 'zh'] as const)(
  'the reference in %s is in step with the specs: else run node tools/stages/write-reference.mjs',
  (language) => {
    const written = readDocument(language);
    const made: string = fillReference(written, describeStages(stages, root, language));
    expect(withoutPadding(made)).toBe(withoutPadding(written));
  },
);

test('the Chinese reference tells of every stage in Chinese, with the same examples', () => {
  const chinese = readDocument('zh');
  const reference = withoutPadding(chinese.slice(chinese.indexOf(startMark), chinese.indexOf(endMark)));
  for (const [name, stage] of Object.entries(stages)) {
    expect(reference).toContain(`### ${name}\n\n${stage.summary.zh}。`);
  }
  const ofTables = reference.replaceAll(/`[^`]*`/g, '');
  expect(ofTables).not.toMatch(/required|whole number|list of|Makes|one or/);
  const examples = (text: string) => text.match(/(?<=```(yaml|json|ts)\n)[\s\S]*?(?=```)/g);
  expect(examples(chinese)).toEqual(examples(document));
});

test.each(['en', 'zh'] as const)(
  'every field of every stage has a meaning in %s: in Chinese after @zh',
  (language) => {
    const written = readDocument(language);
    const reference = withoutPadding(written.slice(written.indexOf(startMark), written.indexOf(endMark)));
    for (const [name, stage] of Object.entries(stages)) {
      expect(reference).toContain(
        `### ${name}\n\n${stage.summary[language]}${language === 'en' ? '.' : '。'}`,
      );
    }
    // A `|` within a cell is written as `\\|`.
    const rows = reference.split('\n').map((line) => line.split(/(?<!\\)\|/).slice(1, -1));
    const meanings = rows.flatMap(([field = '', , , meaning]) =>
      field.startsWith('`') && meaning !== undefined ? [{ field, meaning }] : [],
    );
    expect(meanings.length).toBeGreaterThan(100);
    for (const { field, meaning } of meanings)
      expect(meaning, field).toMatch(language === 'zh' ? /\p{Script=Han}.*。$/u : /^[^\p{Script=Han}]+\.$/u);
  },
);

test('the examples in YAML and JSON are recipes, and the same one', () => {
  const [yaml] = document.match(/(?<=```yaml\n)[\s\S]*?(?=```)/) ?? [];
  const [json] = document.match(/(?<=```json\n)[\s\S]*?(?=```)/) ?? [];
  expect(check(parse(yaml ?? '')).steps).toHaveLength(3);
  expect(JSON.parse(json ?? '')).toEqual(parse(yaml ?? ''));
});

test('recipes/tour.ts has the steps of the tour, under a name and an alias of its own', () => {
  const { steps } = tourRecipe({ documents: './docs', model: 'default', size: 'full' });
  const service = { ...steps.service, spec: { alias: 'handbook' } };
  expect(tour).toEqual({ name: 'handbook', title: tour.title, steps: { ...steps, service } });
  expect(check(tour).steps.length).toBeGreaterThan(10);
});

test('recipes/tokens.ts leads from documents to tokens by a tokenizer of its own', () => {
  const order = check(tokens).steps.map(({ name }) => name);
  expect(order.at(-1)).toBe('tokens');
  expect(order.indexOf('tokenizer')).toBeGreaterThan(order.indexOf('handbook'));
});
