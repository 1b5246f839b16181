// The document of recipes says what the code does: its reference is in step with the specs, its examples are recipes.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogueStages, resolveRecipe } from '@slipway/core';
import { stages, tourRecipe } from '@slipway/stages';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import tour from '../../recipes/tour.ts';
import { describeStages, endMark, fillReference, startMark } from './describe-stages.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const document = readFileSync(join(root, 'docs/recipes.md'), 'utf8');
const check = (recipe: unknown) =>
  resolveRecipe(recipe, { stages: catalogueStages(Object.values(stages)), kinds: new Map() });

/** Formatters pad the cells of tables. */
const withoutPadding = (text: string) => text.replaceAll(/ *\| */g, '|').replaceAll(/-{3,}/g, '---');

test('the reference is in step with the specs: else run node tools/stages/write-reference.mjs', () => {
  const made: string = fillReference(document, describeStages(stages, root));
  expect(withoutPadding(made)).toBe(withoutPadding(document));
});

test('every field of every stage has a meaning', () => {
  const reference = withoutPadding(document.slice(document.indexOf(startMark), document.indexOf(endMark)));
  for (const [name, stage] of Object.entries(stages)) {
    expect(reference).toContain(`### ${name}\n\n${stage.summary.en}.`);
  }
  const rows = reference.split('\n').filter((line) => line.startsWith('|`') && line.split('|').length === 6);
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.filter((line) => line.endsWith('||'))).toEqual([]);
});

test('the examples in YAML and JSON are recipes, and the same one', () => {
  const [yaml] = document.match(/(?<=```yaml\n)[\s\S]*?(?=```)/) ?? [];
  const [json] = document.match(/(?<=```json\n)[\s\S]*?(?=```)/) ?? [];
  expect(check(parse(yaml ?? '')).steps).toHaveLength(3);
  expect(JSON.parse(json ?? '')).toEqual(parse(yaml ?? ''));
});

test('recipes/tour.ts is the tour', () => {
  expect(tour).toEqual(tourRecipe({ documents: './docs', model: 'default', size: 'full' }));
  expect(check(tour).steps.length).toBeGreaterThan(10);
});
