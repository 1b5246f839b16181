import { join } from 'node:path';
import {
  type ChoiceQuestion,
  choiceQuestion,
  type DatasetDocument,
  type Digest,
  pair,
} from '@slipway/contracts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { data } from '../data/index.ts';
import { documents } from '../documents/index.ts';
import { copyRepositoryDocuments } from '../testing/copy-repository-documents.ts';
import { type Bench, openBench } from '../testing/make-run-context.ts';
import { instruction } from './index.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let bench: Bench;
let dataset: Digest;
let texts: Map<string, DatasetDocument>;
beforeAll(async () => {
  bench = await openBench();
  await copyRepositoryDocuments(join(bench.folder, 'docs'));
  const taken = await bench.run(documents, { spec: { path: './docs' } });
  const made = await bench.run(data, {
    spec: { heldoutShare: 0.5, quality: { '*': 'none' } },
    inputs: { documents: taken.documents as Digest },
  });
  dataset = made.dataset as Digest;
  const lines = await bench.readLines<DatasetDocument>(dataset, 'documents.jsonl');
  texts = new Map(lines.map((one) => [one.document, one]));
});
afterAll(() => bench.dispose());

const make = async (spec: object) =>
  (await bench.run(instruction, { spec, inputs: { dataset } })).pairs as Digest;
const readPairs = async (made: Digest, name: string) =>
  (await bench.readLines(made, name)).map((one) => pair.parse(one));
const readChoices = async (made: Digest) =>
  (await bench.readLines(made, 'choices.jsonl')).map((one) => choiceQuestion.parse(one));
const kindsOf = (list: { kind?: string | undefined }[]) => new Set(list.map(({ kind }) => kind));

test('what is not asked for changes nothing', async () => {
  const plain = await make({});
  const spelt = await make({ pairs: ['sections'], choices: ['answers'] });
  expect(spelt).toBe(plain);
  expect(kindsOf(await readPairs(plain, 'train.jsonl'))).toEqual(new Set([undefined]));
  expect(kindsOf(await readChoices(plain))).toEqual(new Set([undefined]));
});

test('tables and summaries join the pairs of sections, each answer a span of its document', async () => {
  const plain = await make({});
  const made = await make({ pairs: ['tables', 'sections', 'summaries'] });
  for (const name of ['train.jsonl', 'heldout.jsonl']) {
    const all = await readPairs(made, name);
    const sections = await readPairs(plain, name);
    expect(all.slice(0, sections.length)).toEqual(sections);
    expect(kindsOf(all).has('table')).toBe(true);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const one of all) {
      const document = texts.get(one.document);
      expect(document?.split).toBe(name === 'train.jsonl' ? 'train' : 'heldout');
      expect(document?.text.slice(one.start, one.end)).toBe(one.messages.at(-1)?.content);
    }
  }
});

test('blanks and headings are asked about, from held-out documents alone', async () => {
  const choices = await readChoices(await make({ choices: ['answers', 'cloze', 'headings'] }));
  expect(kindsOf(choices).has('heading')).toBe(true);
  for (const one of choices) {
    expect(texts.get(one.document)?.split).toBe('heldout');
    expect(new Set(one.options).size).toBe(4);
    const span = texts.get(one.document)?.text.slice(one.start, one.end).replaceAll(/\s+/g, ' ') ?? '';
    expect(span).toContain(one.options[one.correct]?.replaceAll(/\s+/g, ' '));
  }
});

test('forms come in turn, so that a bound leaves some of each', async () => {
  const spec = { choices: ['answers', 'headings'] };
  const all = await readChoices(await make(spec));
  const few = await readChoices(await make({ ...spec, maxChoices: 4 }));
  expect(few).toEqual(all.slice(0, 4));
  const count = (list: ChoiceQuestion[], kind?: string) => list.filter((one) => one.kind === kind).length;
  expect([count(few), count(few, 'heading')]).toEqual([2, 2]);
});

test('nothing of the forms that are asked for is an error that names them', async () => {
  const lines = [...texts.values()].map((one) => ({ ...one, text: 'A sentence without any table.' }));
  const plain = await bench.commit('dataset', {
    files: { 'documents.jsonl': lines.map((one) => `${JSON.stringify(one)}\n`).join('') },
  });
  const asked = bench.run(instruction, { spec: { pairs: ['tables'] }, inputs: { dataset: plain } });
  await expect(asked).rejects.toMatchObject({
    code: 'pairs-none-made',
    hint: expect.stringContaining('Only tables'),
  });
});
