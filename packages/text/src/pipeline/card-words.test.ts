/**
 * The words that people read of a card, held to the table of rules and to the reasons that the sources give.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DataWordFamily, wordData } from '@slipway/contracts';
import { expect, it } from 'vitest';
import { personalDataKinds } from '../personal-data/kinds.ts';
import { measuredRates } from '../pipeline-tasks/measured-rates.ts';
import { taskPhases } from '../pipeline-tasks/task-plan.ts';
import { fineweb2Recipes } from '../quality/recipes/fineweb2-recipes.ts';
import { qualityRecipes } from '../quality/recipes/named-recipes.ts';
import { listClauses } from '../quality/recipes/recipe.ts';
import { isThreshold } from '../quality/rule.ts';
import { scanStepNames } from './scanned-document.ts';

/** A name without words is shown as it is, which no Chinese word is. */
const isKnown = ([family, term]: [DataWordFamily, string]) =>
  wordData(family, term, 'zh') !== term.replaceAll('-', ' ');

const recipes = [...Object.values(qualityRecipes), ...fineweb2Recipes.values()];
const clauses = recipes.flatMap(listClauses);

it('name every step, recipe, rule, reason, measure, kind of personal data and phase of a plan', () => {
  const names: [DataWordFamily, string][] = [
    ...[...scanStepNames, 'duplicates'].map((name): [DataWordFamily, string] => ['funnel', name]),
    ...recipes.map(({ name }): [DataWordFamily, string] => ['recipe', name]),
    ...clauses.flatMap(({ rule, clause }): [DataWordFamily, string][] => [
      ['rule', rule],
      ['reason', clause.reason],
      ...(isThreshold(clause)
        ? [['measure', `${clause.name}.${clause.reason}`] as [DataWordFamily, string]]
        : []),
    ]),
    ...personalDataKinds.map((kind): [DataWordFamily, string] => ['personalData', kind]),
    ...taskPhases.map((phase): [DataWordFamily, string] => ['phase', phase]),
    ...[measuredRates.scanBytesPerSecond, measuredRates.shape]
      .flatMap(Object.keys)
      .map((name): [DataWordFamily, string] => ['planned', name]),
  ];
  expect(names.filter((name) => !isKnown(name))).toEqual([]);
});

it('name every reason that is written in the sources', () => {
  const sources = fileURLToPath(new URL('../', import.meta.url));
  const code = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.includes('.test.'))
    .map((path) => readFileSync(sources + path, 'utf8'))
    .join('\n');
  const reasons = [...code.matchAll(/\breason: '([\w-]+)'/g)].map(([, reason]) => reason ?? '');
  expect(reasons.length).toBeGreaterThan(20);
  expect(reasons.filter((reason) => !isKnown(['reason', reason]))).toEqual([]);
});
