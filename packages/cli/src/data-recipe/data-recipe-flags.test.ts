import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addDataRecipeFlags, type DataRecipeFlags } from './data-recipe-flags.ts';
import { makeDataRecipe } from './make-data-recipe.ts';

test.each([
  ['3', 3],
  ['0.25', 0.25],
  ['abc', 'abc'],
  ['', ''],
  ['0x10', '0x10'],
  ['1e3', '1e3'],
])(
  'the number "%s" stands in the recipe as %j, so that an error shows what was written',
  (written, value) => {
    const program = addDataRecipeFlags(new Command()).exitOverride();
    const flags = program.parse(['--max-words', written], { from: 'user' }).opts<DataRecipeFlags>();
    const { steps } = makeDataRecipe('./docs', flags);
    expect(steps.dataset?.spec).toEqual({ name: 'docs', maxListedWords: value });
  },
);

test.each([
  ['./my-folder', 'my-folder'],
  ['/data/crawl/**/*.warc.gz', 'crawl'],
  ['../..', undefined],
  ['docs/notes.md', 'notes.md'],
])('a dataset of %s is called %s, unless a name is given', (path, name) => {
  expect(makeDataRecipe(path, {}).steps.dataset?.spec.name).toBe(name);
  expect(makeDataRecipe(path, { name: 'ours' }).steps.dataset?.spec.name).toBe('ours');
});

test('near duplicates, the share held out and its seed are options, and absent where they are not given', () => {
  const program = addDataRecipeFlags(new Command()).exitOverride();
  const args = ['--near-duplicates', '0.7', '--heldout', '0', '--seed', '3'];
  const flags = program.parse(args, { from: 'user' }).opts<DataRecipeFlags>();
  expect(makeDataRecipe('./docs', flags).steps.dataset?.spec).toEqual({
    name: 'docs',
    nearDuplicateThreshold: 0.7,
    heldoutShare: 0,
    seed: 3,
  });
  expect(makeDataRecipe('./docs', {}).steps.dataset?.spec).toEqual({ name: 'docs' });
});

test('patterns are given one by one, so that the path behind them is the path', () => {
  const program = addDataRecipeFlags(new Command('run').argument('<path>')).exitOverride();
  program.parse(['--include', 'a/{b,c}/**', '--include', '*.md', './docs'], { from: 'user' });
  expect(program.args).toEqual(['./docs']);
  expect(program.opts<DataRecipeFlags>().include).toEqual(['a/{b,c}/**', '*.md']);
});
