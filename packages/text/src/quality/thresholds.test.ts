import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ColumnName, columnAt, columns, numColumns } from '../statistics/columns.ts';
import { qualityRecipeNames, qualityRecipes } from './recipes/named-recipes.ts';
import { judgeRows, listClauses, moveRecipeBounds } from './recipes/recipe.ts';
import { type Clause, isThreshold, moveBounds, type QualityRule } from './rule.ts';
import { c4Quality } from './rules/c4-quality.ts';
import { chineseWeb } from './rules/chinese-web.ts';
import { curatedDocument } from './rules/curated-document.ts';
import { finewebQuality } from './rules/fineweb-quality.ts';
import { gopherQuality } from './rules/gopher-quality.ts';
import { gopherRepetition } from './rules/gopher-repetition.ts';
import { sourceCode } from './rules/source-code.ts';

/** Rules as they are made of options; the n-grams' options are lists. */
const factories: ((bounds: Record<string, number>) => QualityRule)[] = [
  c4Quality,
  (bounds) => c4Quality({ ...bounds, needsTerminalMark: false }),
  chineseWeb,
  curatedDocument,
  finewebQuality,
  gopherQuality,
  sourceCode,
  (bounds) =>
    gopherRepetition({
      ...bounds,
      top: [2, 3, 4].map((n) => [n, bounds[`maxTop${n}`] ?? 0.2]),
      repeated: [5, 10].map((n) => [n, bounds[`maxRepeated${n}`] ?? 0.1]),
    }),
];

/** Counts so small that measures often stand at a bound, and so large that they are beyond it. */
const rows = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 200_000 })), {
    minLength: numColumns,
    maxLength: numColumns,
  })
  .map((values) => Float64Array.from(values));
const bounds = fc.oneof(fc.constantFrom(0, 0.1, 0.5, 1, 5, 10), fc.integer({ min: 0, max: 1000 }));

/** What the table says of a row, read as its comment has it. */
function reasonByTable(clauses: readonly Clause[], row: Float64Array): string {
  for (const clause of clauses) {
    const value = clause.measure.of(row);
    if (!isThreshold(clause)) {
      if (value === clause.equals) return clause.reason;
      continue;
    }
    const holds = { least: value >= clause.bound, more: value > clause.bound, most: value <= clause.bound };
    if (clause.bound !== 0 && !Number.isNaN(value) && !holds[clause.kind]) return clause.reason;
  }
  return 'keep';
}

const reasonOf = (rule: QualityRule, row: Float64Array) => {
  const verdict = rule.judge(row);
  return verdict.isKept ? 'keep' : verdict.reason;
};

test('a rule and its table say the same of every row', () => {
  for (const make of factories) {
    const rule = make({});
    fc.assert(
      fc.property(rows, (row) => {
        expect(reasonOf(rule, row)).toBe(reasonByTable(rule.clauses, row));
      }),
    );
  }
});

test('a moved bound is the rule made with that option', () => {
  for (const make of factories) {
    const names = [
      ...new Set(make({}).clauses.flatMap((clause) => (isThreshold(clause) ? clause.name : []))),
    ];
    const moves = fc.dictionary(fc.constantFrom(...names), bounds);
    fc.assert(
      fc.property(rows, moves, (row, moved) => {
        expect(reasonOf(moveBounds(make({}), moved), row)).toBe(reasonOf(make(moved), row));
      }),
    );
  }
});

test('a measure reads the columns it names alone', () => {
  fc.assert(
    fc.property(rows, rows, (row, other) => {
      for (const name of qualityRecipeNames) {
        for (const { clause } of listClauses(qualityRecipes[name])) {
          const mixed = other.slice();
          for (const column of clause.measure.columns) mixed[columnAt[column]] = row[columnAt[column]] ?? 0;
          expect(clause.measure.of(mixed)).toBe(clause.measure.of(row));
        }
      }
    }),
    { numRuns: 20 },
  );
});

test('a recipe judges by its clauses in their order, and its bounds can be moved by name', () => {
  fc.assert(
    fc.property(rows, rows, (first, second) => {
      for (const name of qualityRecipeNames) {
        const recipe = qualityRecipes[name];
        const verdict = judgeRows(recipe, [first, second]);
        const said = listClauses(recipe).find(
          ({ clause, place }) => reasonByTable([clause], [first, second][place] ?? first) !== 'keep',
        );
        expect(verdict.isKept ? undefined : verdict.reason).toBe(said?.clause.reason);
      }
    }),
    { numRuns: 50 },
  );
  const row = new Float64Array(numColumns);
  const words: Partial<Record<ColumnName, number>> = {
    ...Object.fromEntries(columns.map(({ name }) => [name, 0])),
    ...{
      characters: 200,
      otherWords: 40,
      otherWordCharacters: 160,
      words: 40,
      letterWords: 40,
      stopWords: 2,
    },
  };
  for (const [name, value] of Object.entries(words)) row[columnAt[name as ColumnName]] = value;
  const { gopher } = qualityRecipes;
  expect(judgeRows(gopher, [row])).toEqual({ isKept: false, reason: 'gopher_short_doc' });
  expect(judgeRows(moveRecipeBounds(gopher, { 'gopher-quality': { minWords: 40 } }), [row]).isKept).toBe(
    true,
  );
});

test('no two clauses of a recipe are called the same, so that what is told of each can be told apart', () => {
  for (const recipe of Object.values(qualityRecipes)) {
    const names = listClauses(recipe).map(({ rule, clause }) =>
      [rule, isThreshold(clause) ? clause.name : '', clause.reason].join(' '),
    );
    expect(new Set(names).size, recipe.name).toBe(names.length);
  }
});
