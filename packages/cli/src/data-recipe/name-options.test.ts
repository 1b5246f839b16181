import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addDataRecipeFlags, type DataRecipeFlags } from './data-recipe-flags.ts';
import { makeDataRecipe } from './make-data-recipe.ts';
import { dataOptions, nameOptions } from './name-options.ts';

const named = (message: string, hint: string, step?: string) => {
  const error = { code: 'spec-invalid' as const, message, hint, retryable: false };
  return nameOptions(error, { names: dataOptions, ...(step === undefined ? {} : { step }) });
};

describe('an error about a recipe that options made', () => {
  it('names the option that was typed', () => {
    const near = '"nearDuplicateThreshold"';
    expect(
      named(`step "dataset" (data): ${near} is 3; allowed: 0, or between 0.5 and 1`, `Set ${near} to 0.`),
    ).toMatchObject({
      code: 'argument-invalid',
      message: '--near-duplicates is 3; allowed: 0, or between 0.5 and 1',
      hint: 'Set --near-duplicates to 0.',
    });
  });

  it.each([
    ['step "dataset" (data): "languages.0" is "xx"; allowed: a tag', '--languages is "xx"; allowed: a tag'],
    [
      'step "dataset" (data): "quality.*" is "qualiti"; allowed: "none"',
      '--quality is "qualiti"; allowed: "none"',
    ],
    ['step "words" (documents): "path" is ""; allowed: 1', '--words is ""; allowed: 1'],
    [
      'step "documents" (documents): "extensions.0" is "licence"; allowed: .md',
      '--extensions is "licence"; allowed: .md',
    ],
    [
      'step "dataset" (data): there is no field "harbour"; allowed: none',
      'there is no field "harbour"; allowed: none',
    ],
  ])('%s', (message, told) => {
    expect(named(message, '').message).toBe(told);
  });

  it('goes by the step that it befell where it does not name one, and is left alone where there is none', () => {
    const message = '"minQualityScore" is a bound on what "classifier" finds';
    expect(named(message, '', 'dataset').message).toBe('--min-score is a bound on what --classifier finds');
    expect(named(message, '').message).toBe(message);
  });
});

it('every field and input that options set has its option, and no option stands for another', () => {
  const program = addDataRecipeFlags(new Command());
  const flags = Object.fromEntries(program.options.map((one) => [one.attributeName(), '1']));
  const list = { include: ['a'], exclude: ['b'] };
  const digest = `sha256:${'0'.repeat(64)}` as never;
  const models = { perplexity: digest, classifier: digest };
  const { steps } = makeDataRecipe('./docs', { ...flags, ...list } as DataRecipeFlags, models);
  const setByNone = new Set(['benchmarks.name', 'hosts.name', 'words.name', 'dataset.documents']);
  for (const file of ['benchmarks', 'hosts', 'words']) setByNone.add(`${file}.extensions`);
  for (const [step, { spec, inputs }] of Object.entries(steps))
    for (const field of [...Object.keys(spec as object), ...Object.keys(inputs)])
      expect(dataOptions[step]?.[field] !== undefined, `${step}.${field}`).toBe(
        !setByNone.has(`${step}.${field}`),
      );
  const known = ['<path>', ...program.options.map(({ long }) => long)];
  for (const option of Object.values(dataOptions).flatMap(Object.values)) expect(known).toContain(option);
});
