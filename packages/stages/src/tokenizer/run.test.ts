import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DatasetDocument, type Digest, type TokenizerReport, tokenizerReport } from '@slipway/contracts';
import { createTokenizer, loadKernels, readTokenizerJson } from '@slipway/text';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { data } from '../data/index.ts';
import { documents } from '../documents/index.ts';
import { copyRepositoryDocuments } from '../testing/copy-repository-documents.ts';
import { findPython, runPython } from '../testing/find-python.ts';
import { type Bench, fixedMachine, openBench, type RunOptions } from '../testing/make-run-context.ts';
import { makeVocabularyGguf } from '../testing/make-vocabulary-gguf.ts';
import { tokenizer } from './index.ts';
import type { TokenizerSpec } from './spec.ts';

const python = await findPython(['tokenizers']);

let bench: Bench;
let dataset: Digest;
let trained: Digest;
let texts: DatasetDocument[];
const spec = { vocabularySize: 2000, maxPieces: 65_536 };
// Many steps, each with threads of its own.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

beforeAll(async () => {
  bench = await openBench();
  await copyRepositoryDocuments(join(bench.folder, 'docs'));
  const taken = await bench.run(documents, { spec: { path: './docs', licence: 'Apache-2.0' } });
  const made = await bench.run(data, {
    spec: { heldoutShare: 0.3, quality: { '*': 'none' } },
    inputs: { documents: taken.documents as Digest },
  });
  dataset = made.dataset as Digest;
  texts = await bench.readLines<DatasetDocument>(dataset, 'documents.jsonl');
  trained = await make({ spec, inputs: { datasets: dataset } });
});
afterAll(() => bench.dispose());

const make = async (options: RunOptions<TokenizerSpec>) =>
  (await bench.run(tokenizer, options)).tokenizer as Digest;
const readReport = async (made: Digest): Promise<TokenizerReport> =>
  tokenizerReport.parse(JSON.parse(await bench.readText(made, 'report.json')));
const readJson = (made: Digest) => bench.readText(made, 'tokenizer.json');

async function encodeAll(made: Digest): Promise<number[][]> {
  const ours = createTokenizer(await loadKernels(), readTokenizerJson(await readJson(made)));
  return texts.map(({ text }) => Array.from(ours.encodeText(text)));
}

test('learns from the training documents and is measured on the held-out ones, in both languages', async () => {
  const report = await readReport(trained);
  const train = texts.filter(({ split }) => split === 'train');
  expect(report).toMatchObject({
    origin: 'trained',
    numVocabulary: 2000,
    numMerges: 2000 - 256 - 3,
    training: {
      numDocuments: train.length,
      numBytes: train.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0),
      sampleShare: 1,
      numDropped: 0,
    },
    measured: { split: 'heldout', numNotRestored: 0, against: [] },
  });
  expect(report.specialTokens[0]).toEqual({ id: 0, text: '<|endoftext|>' });
  const heldout = texts.filter(({ split }) => split === 'heldout');
  const languages = report.measured?.languages ?? {};
  expect(Object.keys(languages).sort()).toEqual([...new Set(heldout.map(({ language }) => language))].sort());
  for (const { numBytes, numTokens } of Object.values(languages)) {
    expect(numTokens).toBeGreaterThan(0);
    // More than a byte a token: it has learnt something of each.
    expect(numBytes / numTokens).toBeGreaterThan(1.3);
  }
  expect(new Set(texts.map(({ language }) => language.slice(0, 2)))).toEqual(new Set(['en', 'zh']));
});

test.skipIf(!python)("Python's tokenizers gives the same ids for every document", async () => {
  const path = join(bench.folder, 'texts.json');
  await writeFile(path, JSON.stringify(texts.map(({ text }) => text)));
  const program = `
import json, sys
from tokenizers import Tokenizer
tokenizer = Tokenizer.from_file(sys.argv[1])
texts = json.load(open(sys.argv[2], encoding="utf-8"))
print(json.dumps([tokenizer.encode(text, add_special_tokens=False).ids for text in texts]))
`;
  const file = await bench.store.locateFile(trained, 'tokenizer.json');
  const theirs = await runPython<number[][]>(python as string, program, [file, path]);
  expect(theirs).toEqual(await encodeAll(trained));
});

test('is the same on any number of threads, and another where the spec is', async () => {
  for (const threads of [1, 3]) {
    const machine = { ...fixedMachine, threads };
    expect(await make({ spec, inputs: { datasets: dataset }, over: { machine } })).toBe(trained);
  }
  const other = await make({ spec: { ...spec, splitPattern: 'qwen2' }, inputs: { datasets: dataset } });
  expect(await readJson(other)).not.toBe(await readJson(trained));
});

test('draws documents by the seed where there are more than it is to read', async () => {
  const sample = { ...spec, vocabularySize: 400, sampleBytes: 60_000 };
  const first = await readReport(await make({ spec: sample, inputs: { datasets: dataset } }));
  expect(first.training?.sampleShare).toBeLessThan(1);
  expect(first.training?.numDocuments).toBeLessThan(texts.length);
  const bytes = new Set([first.training?.numBytes]);
  for (const seed of [2, 3])
    bytes.add(
      (await readReport(await make({ spec: { ...sample, seed }, inputs: { datasets: dataset } }))).training
        ?.numBytes,
    );
  expect(bytes.size).toBeGreaterThan(1);
});

test('says where documents give fewer tokens than were asked for', async () => {
  await make({ spec: { ...spec, vocabularySize: 60_000, minimumCount: 20 }, inputs: { datasets: dataset } });
  expect(bench.warnings.at(-1)).toMatch(/give \d+ tokens, not 60000/);
  expect(bench.chineseWarnings.at(-1)).toMatch(/得出 \d+ 个词元，不足 60000 个/);
});

test('takes a tokenizer.json byte for byte, and measures it beside another', async () => {
  const json = await readJson(trained);
  await writeFile(join(bench.folder, 'ready.json'), json);
  const inputs = { datasets: dataset, against: trained };
  const taken = await make({ spec: { file: './ready.json' }, inputs });
  expect(await readJson(taken)).toBe(json);
  const { origin, training, measured } = await readReport(taken);
  expect({ origin, training }).toEqual({ origin: 'file', training: undefined });
  expect(measured?.against).toEqual([
    { name: 'tokenizer', tokenizer: trained, languages: measured?.languages },
  ]);
  const { spec: recorded, parents } = await bench.store.readManifest(taken);
  expect(JSON.stringify(recorded)).not.toContain(bench.folder);
  expect(parents.map(({ role }) => role)).toEqual(['dataset', 'against']);
});

test('takes a tiktoken file with the same ids', async () => {
  const { model } = JSON.parse(await readJson(trained)) as { model: { vocab: Record<string, number> } };
  const letters = new Map(byteLetters().map((letter, byte) => [letter, byte]));
  const lines = Object.entries(model.vocab)
    .filter(([, id]) => id >= 3)
    .map(([text, id]) => {
      const bytes = Buffer.from(Array.from(text, (letter) => letters.get(letter) ?? 0));
      return `${bytes.toString('base64')} ${id}`;
    });
  await writeFile(join(bench.folder, 'ready.tiktoken'), `${lines.join('\n')}\n`);
  const taken = await make({
    spec: { file: 'ready.tiktoken', splitPattern: 'o200k', specialTokenIds: { '<|endoftext|>': 0 } },
  });
  const { specialTokens, measured } = await readReport(taken);
  expect(specialTokens).toEqual([{ id: 0, text: '<|endoftext|>' }]);
  expect(measured).toBeUndefined();
  // A whole piece that is a token becomes it at once there, which may differ from merging; most documents do not notice.
  const [ours, theirs] = [await encodeAll(trained), await encodeAll(taken)];
  expect(theirs.filter((ids, place) => ids.join() === ours[place]?.join()).length).toBeGreaterThan(0);
});

test('takes the tokenizer out of a model', async () => {
  const gguf = await bench.commit('model', {
    files: { 'model.gguf': await makeVocabularyGguf(await readJson(trained), 3) },
  });
  const taken = await make({ inputs: { model: gguf } });
  expect(await readReport(taken)).toMatchObject({
    origin: 'model',
    numVocabulary: 2000,
    numMerges: 2000 - 256 - 3,
    splitPattern: 'gpt2',
  });
  await writeFile(join(bench.folder, 'ready.json'), await readJson(trained));
  await expect(make({ spec: { file: 'ready.json' }, inputs: { model: gguf } })).rejects.toMatchObject({
    code: 'spec-invalid',
  });
});

test('nothing to train on, or a file that is not there, is an error with a remedy', async () => {
  await expect(make({})).rejects.toMatchObject({ code: 'tokens-none-made' });
  await expect(make({ spec: { file: 'nowhere.json' } })).rejects.toMatchObject({ code: 'spec-invalid' });
  await writeFile(join(bench.folder, 'other.json'), '{"model":{"type":"Unigram"}}');
  await expect(make({ spec: { file: 'other.json' } })).rejects.toMatchObject({ code: 'argument-invalid' });
});

/** The letters of the byte-level alphabet, as of GPT-2's `bytes_to_unicode`. */
function byteLetters(): string[] {
  const isPlain = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPlain(byte) ? byte : next++));
}
