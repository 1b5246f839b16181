import { join } from 'node:path';
import { choiceQuestion, type DatasetDocument, type Digest, pair } from '@slipway/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { data } from '../data/index.ts';
import { documents } from '../documents/index.ts';
import { type Bench, openBench } from '../testing/make-run-context.ts';
import { writeCorpus } from '../testing/write-corpus.ts';
import { instruction } from './index.ts';

let bench: Bench;
let dataset: Digest;
let made: Digest;
let texts: Map<string, DatasetDocument>;
beforeAll(async () => {
  bench = await openBench();
  await writeCorpus(join(bench.folder, 'docs'), { numEnglish: 24, numChinese: 10 });
  const taken = await bench.run(documents, { spec: { path: './docs' } });
  const spec = { heldoutShare: 0.4 };
  dataset = (await bench.run(data, { spec, inputs: { documents: taken.documents as Digest } }))
    .dataset as Digest;
  made = (await bench.run(instruction, { inputs: { dataset } })).pairs as Digest;
  const lines = await bench.readLines<DatasetDocument>(dataset, 'documents.jsonl');
  texts = new Map(lines.map((one) => [one.document, one]));
});
afterAll(() => bench.dispose());

const readPairs = async (name: string) => (await bench.readLines(made, name)).map((one) => pair.parse(one));

test('each answer is the text at its span, and ends the conversation', async () => {
  for (const one of [...(await readPairs('train.jsonl')), ...(await readPairs('heldout.jsonl'))]) {
    const last = one.messages.at(-1);
    expect(last?.role).toBe('assistant');
    expect(texts.get(one.document)?.text.slice(one.start, one.end)).toBe(last?.content);
    expect(one.messages[0]?.content).not.toBe('');
  }
});

test('no held-out document is trained on, nor asked about in training', async () => {
  const splitOf = (one: { document: string }) => texts.get(one.document)?.split;
  expect(new Set((await readPairs('train.jsonl')).map(splitOf))).toEqual(new Set(['train']));
  expect(new Set((await readPairs('heldout.jsonl')).map(splitOf))).toEqual(new Set(['heldout']));
});

test('choices come from held-out documents, with four different options of which one is right', async () => {
  const choices = (await bench.readLines(made, 'choices.jsonl')).map((one) => choiceQuestion.parse(one));
  expect(choices.length).toBeGreaterThan(0);
  for (const one of choices) {
    expect(texts.get(one.document)?.split).toBe('heldout');
    expect(new Set(one.options).size).toBe(4);
    const quoted = texts.get(one.document)?.text.slice(one.start, one.end).replaceAll(/\s+/g, ' ');
    expect(one.options[one.correct]?.replaceAll(/\s+/g, ' ')).toBe(quoted);
  }
});

test('facts count what is there, in both languages', async () => {
  const { facts } = await bench.store.readManifest(made);
  const train = await readPairs('train.jsonl');
  const numCharacters = train
    .flatMap((one) => one.messages)
    .reduce((sum, one) => sum + one.content.length, 0);
  expect(facts).toMatchObject({ numTrain: train.length, numTrainCharacters: numCharacters });
  expect(facts.hanShare).toBeGreaterThan(0);
  expect(facts.hanShare).toBeLessThan(1);
});

test('the same dataset gives the same pairs; fewer choices where fewer are asked for', async () => {
  expect((await bench.run(instruction, { inputs: { dataset } })).pairs).toBe(made);
  const few = await bench.run(instruction, { spec: { maxChoices: 1 }, inputs: { dataset } });
  expect(await bench.readLines(few.pairs as Digest, 'choices.jsonl')).toHaveLength(1);
});

test('documents without headings give no pair, and that is an error with a remedy', async () => {
  const document = { ...[...texts.values()][0], text: 'word', split: 'train', format: 'text' };
  const plain = await bench.commit('dataset', {
    files: { 'documents.jsonl': `${JSON.stringify(document)}\n` },
  });
  await expect(bench.run(instruction, { inputs: { dataset: plain } })).rejects.toMatchObject({
    code: 'pairs-none-made',
    hint: expect.stringContaining('headings'),
  });
});
