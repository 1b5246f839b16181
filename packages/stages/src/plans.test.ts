import { readFile } from 'node:fs/promises';
import type { Foreseen, Json, SlipwayError } from '@slipway/contracts';
import { stepPlan } from '@slipway/contracts';
import { describe, expect, test } from 'vitest';
import { stages } from './index.ts';
import { fixedMachine } from './testing/make-run-context.ts';

const digest = `sha256:${'0'.repeat(64)}`;
const foreseen = (sizeBytes: number, facts: Foreseen['facts'] = {}): Foreseen => ({ sizeBytes, facts });
const model = foreseen(98_362_432, { numParameters: 134_515_008 });
const merged = foreseen(269_030_016, { numParameters: 134_515_008 });
const dataset = foreseen(2_400_000);
const pairs = foreseen(1_500_000, { numTrainCharacters: 900_000, hanShare: 0.1 });

const cases: [stage: string, spec: object, inputs: Record<string, Foreseen[]>, survey: Json][] = [
  [
    'documents',
    { path: '.' },
    {},
    {
      root: '/docs',
      files: [{ path: 'a.md', document: digest, sizeBytes: 3e6 }],
      setAside: [],
      unwanted: {},
    },
  ],
  ['data', {}, { documents: [foreseen(3e6)] }, null],
  ['classifier', {}, { good: [dataset], bad: [foreseen(6e5)] }, null],
  ['perplexity', {}, { good: [dataset] }, null],
  ['index', {}, { dataset: [dataset] }, null],
  ['instruction', {}, { dataset: [dataset] }, null],
  ['tokenizer', {}, { datasets: [dataset] }, null],
  [
    'tokens',
    {},
    { datasets: [dataset, dataset], tokenizer: [foreseen(2.6e6, { numVocabulary: 65_536 })] },
    null,
  ],
  [
    'pull',
    { model: 'english' },
    {},
    {
      name: 'm',
      licence: 'MIT',
      languages: ['en'],
      sources: ['hf:a/b/c', 'pypi:p@1!m'],
      sizeBytes: 98_362_432,
    },
  ],
  ['training', {}, { base: [model], pairs: [pairs] }, null],
  ['quantisation', { scheme: 'q8_0' }, { model: [merged] }, null],
  ['parity', { handover: 'merge' }, { reference: [model], adapter: [foreseen(2e7)], model: [merged] }, null],
  ['evaluation', {}, { model: [model], dataset: [dataset], pairs: [pairs] }, null],
  ['serving', { alias: 'tour' }, { model: [foreseen(142_922_196)] }, null],
];

test('benchmarks take time before the documents, and memory in every thread', () => {
  const plan = (inputs: Record<string, Foreseen[]>, threads = fixedMachine.threads) =>
    stages.data?.plan({
      spec: stages.data.spec.parse({}),
      survey: null,
      inputs: { documents: [foreseen(3e6)], ...inputs },
      machine: { ...fixedMachine, threads },
    });
  const benchmarks = [foreseen(28e6)];
  const memoryOf = (planned: ReturnType<typeof plan>) => planned?.tasks[0]?.resources.memoryBytes ?? 0;
  const [without, withThem] = [plan({}), plan({ benchmarks })];
  expect((withThem?.estimate.durationMs ?? 0) - (without?.estimate.durationMs ?? 0)).toBe(7000);
  expect(withThem?.estimate.basis.en).toContain('28.0 MB of benchmarks');
  const addedOn = (threads: number) => memoryOf(plan({ benchmarks }, threads)) - memoryOf(plan({}, threads));
  expect(addedOn(8) / addedOn(2)).toBe(3);
});

test('a tuning is planned in the number type that it is asked for', () => {
  const plan = (dtype: string) =>
    stages.training?.plan({
      spec: stages.training.spec.parse({ dtype }),
      survey: null,
      inputs: { base: [model], pairs: [pairs] },
      machine: fixedMachine,
    });
  expect(plan('auto')).toEqual(plan('bfloat16'));
  expect(plan('float32')).toMatchSnapshot();
  expect(plan('bfloat16')).toMatchSnapshot();
});

test.each([
  { minPerplexity: 2 },
  { minQualityScore: 0.9 },
  { maxListedWords: 3 },
  { maxListedShare: 0.1, listedWords: [] },
])('a bound of the data step without what it is asked of is refused before anything runs: %j', (spec) => {
  const inputs = { documents: [foreseen(3e6)] };
  const plan = (given: object) =>
    stages.data?.plan({
      spec: stages.data.spec.parse({ ...spec, ...given }),
      survey: null,
      inputs,
      machine: fixedMachine,
    });
  expect(() => plan({})).toThrow(expect.objectContaining({ code: 'recipe-invalid' }));
  if ('maxListedWords' in spec) expect(() => plan({ listedWords: ['elixir'] })).not.toThrow();
});

test.each([
  ['no tokenizer', {}, { datasets: [dataset] }],
  ['a tokenizer and a model', {}, { datasets: [dataset], tokenizer: [foreseen(1)], model: [model] }],
  ['no dataset', {}, { tokenizer: [foreseen(1)] }],
  [
    'fewer weights than datasets',
    { mixture: [{ weight: 1 }] },
    { datasets: [dataset, dataset], model: [model] },
  ],
  [
    'datasets that may not be read',
    { mixture: [{ weight: 0 }, { weight: 1, maxEpochs: 0 }] },
    { datasets: [dataset, dataset], model: [model] },
  ],
] as [string, object, Record<string, Foreseen[]>][])(
  'tokens are refused before anything runs: %s',
  (_, draft, inputs) => {
    const spec = stages.tokens?.spec.parse(draft);
    const plan = () => stages.tokens?.plan({ spec, survey: null, inputs, machine: fixedMachine });
    expect(refusalOf(plan)).toMatchSnapshot();
  },
);

function refusalOf(plan: () => unknown): unknown {
  try {
    return plan();
  } catch (error) {
    const { code, message, hint } = error as SlipwayError;
    return { code, message, hint };
  }
}

test('every stage has a plan here', () => {
  expect(cases.map(([name]) => name).sort()).toEqual(Object.keys(stages).sort());
});

describe.each(cases)('%s', (name, spec, inputs, survey) => {
  const stage = stages[name] as (typeof stages)[string];
  const parsed = stage.spec.parse(spec);
  const plan = (machine = fixedMachine) => stage.plan({ spec: parsed, survey, inputs, machine });

  test('plans the same on the same machine, with every output foreseen', () => {
    const made = stepPlan.parse(plan());
    expect(made).toMatchSnapshot();
    expect(plan()).toEqual(made);
    expect(Object.keys(made.outputs).sort()).toEqual(Object.keys(stage.outputs).sort());
  });

  test('plans where nothing is known yet, and on another machine', () => {
    const unknown = Object.fromEntries(Object.keys(inputs).map((role) => [role, [foreseen(0)]]));
    const made = stage.plan({
      spec: parsed,
      survey,
      inputs: unknown,
      machine: { ...fixedMachine, threads: 64 },
    });
    expect(stepPlan.safeParse(made).error).toBeUndefined();
    expect(stepPlan.safeParse(plan({ ...fixedMachine, cpuFeatures: [], memoryBytes: 4e9 })).success).toBe(
      true,
    );
  });

  test('says what it is in both languages, and which version it is', () => {
    expect(stage.summary.en).toMatch(/^[A-Z]/);
    expect(stage.summary.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(stage.version).toMatch(/^\d+$/);
  });

  test('has a folder of its name whose README says what it refuses', async () => {
    const text = await readFile(new URL(`./${name}/README.md`, import.meta.url), 'utf8');
    expect(text.split('\n').length).toBeLessThanOrEqual(81);
    for (const heading of ['## Refuses', '## Terms', '## Inputs and artifacts'])
      expect(text).toContain(heading);
  });

  test('refuses fields that its spec does not have', () => {
    expect(stage.spec.safeParse({ ...spec, spelt: 'wrong' }).success).toBe(false);
  });
});
