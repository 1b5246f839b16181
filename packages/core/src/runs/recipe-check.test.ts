import type { ArtifactKind, Digest } from '@slipway/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineStage } from '../ports/stage.ts';
import { findNearestWord } from './nearest-word.ts';
import { resolveRecipe } from './recipe-check.ts';
import { catalogueStages } from './stage-catalogue.ts';
import { computeStepKey } from './step-key.ts';
import { orderSteps } from './step-order.ts';

const plan = () => {
  throw new Error('not planned here');
};
const run = plan;
const summary = { en: '', zh: '' };

const stages = catalogueStages([
  defineStage({
    name: 'data',
    version: '3',
    summary,
    spec: z.strictObject({
      language: z.enum(['zh', 'en', 'both']).default('both'),
      minCharacters: z.number().int().min(10).default(200),
      dedup: z.strictObject({ threshold: z.number().max(1).default(0.8) }).prefault({}),
    }),
    inputs: { documents: { kind: 'documents', arity: 'one' } },
    outputs: { dataset: 'dataset' },
    plan,
    run,
  }),
  defineStage({
    name: 'documents',
    version: '1',
    summary,
    spec: z.strictObject({ path: z.string() }),
    inputs: {},
    outputs: { documents: 'documents' },
    plan,
    run,
  }),
  defineStage({
    name: 'mixture',
    version: '1',
    summary,
    spec: z.strictObject({}),
    inputs: { datasets: { kind: 'dataset', arity: 'many' }, index: { kind: 'index', arity: 'optional' } },
    outputs: { dataset: 'dataset' },
    plan,
    run,
  }),
]);

const known = `sha256:${'a'.repeat(64)}` as Digest;
const unknown = `sha256:${'b'.repeat(64)}` as Digest;
const kinds = new Map<Digest, ArtifactKind>([[known, 'documents']]);
const resolve = (steps: unknown) => resolveRecipe({ name: 'test', steps }, { stages, kinds });
const documents = { stage: 'documents', spec: { path: '/docs' } };
const data = { stage: 'data', inputs: { documents: 'documents.documents' } };

describe('resolveRecipe', () => {
  it('fills in defaults and puts steps in order', () => {
    const { steps } = resolve({ data, documents });
    expect(steps.map(({ name }) => name)).toEqual(['documents', 'data']);
    expect(steps[1]).toEqual({
      name: 'data',
      stage: 'data',
      stageVersion: '3',
      spec: { language: 'both', minCharacters: 200, dedup: { threshold: 0.8 } },
      inputs: { documents: ['documents.documents'] },
      after: ['documents'],
    });
  });

  it('takes artifacts by digest, and lists', () => {
    const { steps } = resolve({
      first: { stage: 'data', inputs: { documents: known } },
      second: { stage: 'data', inputs: { documents: [known] }, spec: { language: 'en' } },
      all: { stage: 'mixture', inputs: { datasets: ['first.dataset', 'second.dataset'] } },
    });
    expect(steps[2]?.after).toEqual(['first', 'second']);
    expect(steps[0]?.after).toEqual([]);
  });

  const wrong: [string, unknown, string, RegExp, RegExp][] = [
    ['no steps', {}, 'recipe-invalid', /no steps/, /at least one step/],
    [
      'a field that is none',
      { data: { ...data, input: {} }, documents },
      'recipe-invalid',
      /no field "input".*inputs/,
      /"inputs"/,
    ],
    ['an unknown stage', { data: { stage: 'dta' } }, 'stage-unknown', /no stage "dta"/, /"data".*mixture/],
    [
      'an unknown field',
      { documents, data: { ...data, spec: { langage: 'en' } } },
      'spec-invalid',
      /step "data".*"langage".*language, minCharacters/,
      /"language"/,
    ],
    [
      'an unknown nested field',
      { documents, data: { ...data, spec: { dedup: { treshold: 1 } } } },
      'spec-invalid',
      /"treshold" in "dedup".*threshold/,
      /"threshold"/,
    ],
    [
      'a wrong choice',
      { documents, data: { ...data, spec: { language: 'bth' } } },
      'spec-invalid',
      /"language" is "bth".*"zh", "en", "both"/,
      /"both"/,
    ],
    [
      'a wrong type',
      { documents, data: { ...data, spec: { minCharacters: 'many' } } },
      'spec-invalid',
      /"minCharacters" is "many".*number/,
      /a number/,
    ],
    [
      'too small a number',
      { documents, data: { ...data, spec: { minCharacters: 1 } } },
      'spec-invalid',
      /"minCharacters" is 1.*at least 10/,
      /at least 10/,
    ],
    [
      'too large a nested number',
      { documents, data: { ...data, spec: { dedup: { threshold: 2 } } } },
      'spec-invalid',
      /"dedup.threshold" is 2.*at most 1/,
      /at most 1/,
    ],
    [
      'a missing field',
      { documents: { stage: 'documents' } },
      'spec-invalid',
      /"path" is missing/,
      /a string/,
    ],
    [
      'an unknown role',
      { documents, data: { ...data, inputs: { document: 'documents.documents' } } },
      'recipe-invalid',
      /no input "document"/,
      /"documents"/,
    ],
    [
      'a role of the language',
      { documents, data: { ...data, inputs: { constructor: 'documents.documents' } } },
      'recipe-invalid',
      /no input "constructor"/,
      /documents/,
    ],
    [
      'a missing input',
      { data: { stage: 'data' } },
      'recipe-invalid',
      /input "documents" is missing/,
      /documents/,
    ],
    [
      'an unknown step',
      { documents, data: { stage: 'data', inputs: { documents: 'document.documents' } } },
      'recipe-invalid',
      /no step "document"/,
      /"documents"/,
    ],
    [
      'an unknown output',
      { documents, data: { stage: 'data', inputs: { documents: 'documents.dataset' } } },
      'recipe-invalid',
      /no output "dataset".*documents/,
      /documents/,
    ],
    [
      'another kind',
      { documents, all: { stage: 'mixture', inputs: { datasets: 'documents.documents' } } },
      'recipe-invalid',
      /takes a dataset.*is a documents/,
      /dataset/,
    ],
    [
      'two for one',
      { documents, data: { stage: 'data', inputs: { documents: ['documents.documents', known] } } },
      'recipe-invalid',
      /takes one documents, not 2/,
      /all but one/,
    ],
    [
      'an artifact that is not there',
      { data: { stage: 'data', inputs: { documents: unknown } } },
      'artifact-missing',
      /no artifact sha256:bbb/,
      /slipway artifacts/,
    ],
  ];
  it.each(wrong)('refuses %s', (_what, steps, code, message, hint) => {
    const failure = catchError(() => resolve(steps));
    expect(failure).toMatchObject({ code });
    expect(failure.message).toMatch(message);
    expect(failure.hint).toMatch(hint);
  });

  it('names the ring in which steps wait for one another', () => {
    const ring = (name: string) => ({ stage: 'mixture', inputs: { datasets: `${name}.dataset` } });
    const failure = catchError(() => resolve({ a: ring('c'), b: ring('a'), c: ring('b'), free: ring('a') }));
    expect(failure).toMatchObject({ code: 'recipe-cycle' });
    expect(failure.message).toContain('a -> b -> c -> a');
    expect(catchError(() => resolve({ self: ring('self') })).message).toContain('self -> self');
  });
});

describe('orderSteps', () => {
  it('puts every step behind those before it, and loses none', () => {
    const graph = fc.array(fc.array(fc.nat({ max: 30 }), { maxLength: 4 }), { maxLength: 12 });
    fc.assert(
      fc.property(graph, (before) => {
        const after = new Map(
          before.map((list, index) => [
            `s${index}`,
            list.filter((one) => one < index).map((one) => `s${one}`),
          ]),
        );
        const shuffled = new Map([...after].reverse());
        const ordered = orderSteps(shuffled);
        expect([...ordered].sort()).toEqual([...after.keys()].sort());
        for (const [name, list] of after) {
          for (const one of list) expect(ordered.indexOf(one)).toBeLessThan(ordered.indexOf(name));
        }
      }),
    );
  });
});

describe('computeStepKey', () => {
  const parts = {
    stage: 's',
    stageVersion: '1',
    spec: { a: 1, b: [2] },
    survey: null,
    inputs: { x: [known] },
  };

  it('is the same for equal parts in any order, and stays what it was', () => {
    const other = { ...parts, spec: { b: [2], a: 1 }, inputs: { none: [], x: [known] } };
    expect(computeStepKey(other)).toBe(computeStepKey(parts));
    expect(computeStepKey(parts)).toBe(
      'sha256:bed5816a2862723884db41fc739e92b185af47854b1dad07487e1ccd3b0a70c9',
    );
  });

  it.each([
    { stage: 't' },
    { stageVersion: '2' },
    { spec: { a: 2, b: [2] } },
    { survey: 'x' },
    { inputs: { x: [unknown] } },
    { inputs: { y: [known] } },
    { inputs: { x: [known, known] } },
  ])('differs where a part does: %j', (change) => {
    expect(computeStepKey({ ...parts, ...change })).not.toBe(computeStepKey(parts));
  });
});

describe('findNearestWord', () => {
  it.each([
    ['langage', 'language'],
    ['mincharacters', 'minCharacters'],
    ['min-characters', 'minCharacters'],
    ['lnaguage', 'language'],
    ['zebra', undefined],
  ])('of %s is %s', (word, nearest) => {
    expect(findNearestWord(word, ['language', 'minCharacters', 'dedup'])).toBe(nearest);
  });
});

function catchError(work: () => unknown): { message: string; hint: string } {
  try {
    work();
  } catch (error) {
    return error as { message: string; hint: string };
  }
  throw new Error('nothing was refused');
}
