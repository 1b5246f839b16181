/**
 * The words that the data factory's table of rules needs, held to the table itself.
 */

import { listClauses, personalDataKinds, qualityRecipes } from '@slipway/text';
import { describe, expect, it } from 'vitest';
import { en } from '../../packages/studio/src/messages/en.ts';

const recipes = Object.values(qualityRecipes);
const clauses = recipes.flatMap(listClauses);

describe('the words of the data factory', () => {
  it('name every recipe, rule, reason, measure and kind of personal data in English, and so by type in Chinese', () => {
    const names = [
      ...recipes.map(({ name }) => `recipe.${name}`),
      ...clauses.flatMap(({ rule, clause }) => [
        `rule.${rule}`,
        `reason.${clause.reason}`,
        ...('bound' in clause ? [`measure.${clause.name}.${clause.reason}`] : []),
      ]),
      ...personalDataKinds.map((kind) => `personalData.${kind}`),
    ];
    expect([...new Set(names)].filter((name) => !(name in en))).toEqual([]);
  });
});
