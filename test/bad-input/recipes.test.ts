/** Bad recipes: refused before anything runs, with the field, the value and the nearest right one. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSlipway, type Slipway } from '../command-line/run-slipway.ts';
import { documentSteps, makeDocument, writeRecipe } from './write-recipe.ts';

const { documents, dataset } = documentSteps('./docs');
const nowhere = `sha256:${'0'.repeat(64)}`;

interface Bad {
  readonly what: string;
  readonly steps: Record<string, unknown>;
  readonly code: string;
  readonly message: RegExp;
  /** The remedy, where it can be named. */
  readonly hint?: RegExp;
}

const bad: readonly Bad[] = [
  {
    what: 'a wrong field',
    steps: { documents, dataset: { ...dataset, spec: { heldOutShare: 0.2 } } },
    code: 'spec-invalid',
    message: /step "dataset" \(data\).*heldOutShare/,
    hint: /heldoutShare/,
  },
  {
    what: 'a wrong type',
    steps: { documents, dataset: { ...dataset, spec: { seed: 'one' } } },
    code: 'spec-invalid',
    message: /step "dataset" \(data\).*seed/,
    hint: /number|whole/,
  },
  {
    what: 'a value out of bounds',
    steps: { documents, dataset: { ...dataset, spec: { heldoutShare: 3 } } },
    code: 'spec-invalid',
    message: /heldoutShare/,
    hint: /0\.5/,
  },
  {
    what: 'a missing field',
    steps: { documents: { stage: 'documents', spec: {} } },
    code: 'spec-invalid',
    message: /step "documents".*path/,
  },
  {
    what: 'an unknown stage',
    steps: { documents: { ...documents, stage: 'documnets' } },
    code: 'stage-unknown',
    message: /documnets/,
    hint: /documents/,
  },
  {
    what: 'an unknown input',
    steps: { documents, dataset: { stage: 'data', inputs: { document: 'documents.documents' } } },
    code: 'recipe-invalid',
    message: /dataset.*document/,
    hint: /documents/,
  },
  {
    what: 'an input that is not given',
    steps: { dataset: { stage: 'data' } },
    code: 'recipe-invalid',
    message: /dataset.*documents/,
  },
  {
    what: 'an input from a step that is not there',
    steps: { documents, dataset: { stage: 'data', inputs: { documents: 'documnets.documents' } } },
    code: 'recipe-invalid',
    message: /documnets/,
    hint: /documents/,
  },
  {
    what: 'an input of another kind',
    steps: { documents, passages: { stage: 'index', inputs: { dataset: 'documents.documents' } } },
    code: 'recipe-invalid',
    message: /passages.*(documents|dataset)/,
  },
  {
    what: 'an artifact that is not there',
    steps: { dataset: { stage: 'data', inputs: { documents: nowhere } } },
    code: 'artifact-missing',
    message: /sha256:0000/,
  },
  {
    what: 'a ring',
    steps: {
      one: { stage: 'quantisation', spec: { scheme: 'f16' }, inputs: { model: 'two.model' } },
      two: { stage: 'quantisation', spec: { scheme: 'f16' }, inputs: { model: 'one.model' } },
    },
    code: 'recipe-cycle',
    message: /one.*two|two.*one/,
  },
  { what: 'no steps', steps: {}, code: 'recipe-invalid', message: /no steps/ },
  {
    what: 'a step without a stage',
    steps: { documents: { spec: { path: '.' } } },
    code: 'recipe-invalid',
    message: /steps\.documents.*stage|stage/,
  },
  {
    what: 'a word that no step has',
    steps: { documents: { stage: 'documents', specs: { path: '.' } } },
    code: 'recipe-invalid',
    message: /specs/,
    hint: /spec/,
  },
];

describe('recipes that are not what they should be', () => {
  let slipway: Slipway;
  let server: Awaited<ReturnType<Slipway['start']>>;

  beforeAll(async () => {
    slipway = await openSlipway();
    await mkdir(join(slipway.folder, 'docs'));
    for (let number = 0; number < 3; number += 1)
      await writeFile(join(slipway.folder, 'docs', `${number}.md`), makeDocument(number));
    server = await slipway.start(['up', '--port', '0', '--json'], /"url"/);
  }, 300_000);
  afterAll(async () => {
    await server?.stop();
    await slipway?.dispose();
  }, 60_000);

  it.each(bad)('refuses $what', { timeout: 60_000 }, async ({ steps, code, message, hint }) => {
    const recipe = await writeRecipe(slipway.folder, steps);
    const { exitCode, last } = await slipway.runJson('run', recipe);
    const { error } = last as { error: { code: string; message: string; hint?: string } };
    expect({ exitCode, code: error?.code }, JSON.stringify(last)).toEqual({ exitCode: 1, code });
    expect(error.message).toMatch(message);
    expect(error.hint, error.message).toMatch(hint ?? /\w{3}/);
  });

  const files = [
    {
      what: 'JSON that breaks off',
      name: 'broken.json',
      text: '{"name": "broken", "steps": {',
      message: /broken\.json cannot be read as a recipe/,
    },
    {
      what: 'YAML with a tab',
      name: 'tab.yaml',
      text: 'name: tab\nsteps:\n\tone: 1\n',
      message: /tab\.yaml cannot be read as a recipe/,
    },
    {
      what: 'TypeScript that throws',
      name: 'throws.ts',
      text: "throw new Error('not today')\n",
      message: /throws\.ts cannot be read.*not today/,
    },
    {
      what: 'TypeScript that does not parse',
      name: 'syntax.ts',
      text: 'export default {{{\n',
      message: /syntax\.ts cannot be read/,
    },
    { what: 'a list', name: 'list.json', text: '[1, 2]', message: /recipe/ },
  ];
  it.each(files)('refuses $what', { timeout: 60_000 }, async ({ name, text, message }) => {
    await writeFile(join(slipway.folder, name), text);
    const { exitCode, errors, output } = await slipway.run('run', name);
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
    expect(errors).toMatch(message);
    expect(errors).toMatch(/What to do: /);
  });

  it('refuses a file that is not there', { timeout: 60_000 }, async () => {
    const { exitCode, errors } = await slipway.run('run', 'nowhere.yaml');
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/nowhere\.yaml.*(no such file|is no file|there is no)/i);
  });

  it.each([
    {
      args: ['data', 'run', './docs', '--benchmarks', './nowhere'],
      message: /there is no file or folder .*nowhere/,
    },
    {
      args: ['data', 'run', './docs', '--near-duplicates', '3'],
      message: /✗ --near-duplicates is 3; allowed: 0, .*\n.*What to do: Set --near-duplicates to 0/,
    },
    {
      args: ['tokenizer', 'take', './tokeniser.json'],
      message: /there is no file .*tokeniser\.json, nor a model/,
    },
  ])('refuses $args', { timeout: 300_000 }, async ({ args, message }) => {
    const { exitCode, errors } = await slipway.run(...args);
    expect(exitCode).toBe(1);
    expect(errors).toMatch(message);
    expect(errors).not.toMatch(/started/);
  });

  it('has started no run for any of them, and runs a good one', { timeout: 60_000 }, async () => {
    expect(((await slipway.runJson('runs')).last as { runs: unknown[] }).runs).toEqual([]);
    const { exitCode } = await slipway.run('run', await writeRecipe(slipway.folder, { documents, dataset }));
    expect(exitCode).toBe(0);
  });
});
