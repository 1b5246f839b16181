import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { digestBytes } from '../hash/digest-bytes.ts';
import { encodeByteNgramModel, trainByteNgramModel } from '../quality/models/byte-ngram-model.ts';
import { encodeLinearClassifier, trainLinearClassifier } from '../quality/models/linear-classifier.ts';
import type { AidFile, PipelineAids } from './pipeline-aids.ts';
import { defaultPipelineRecipe, type PipelineRecipe } from './pipeline-recipe.ts';
import { runPipeline } from './run-pipeline.ts';
import { withScannedPart } from './scanned-part.ts';

// Threads are started anew for every run.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-aids-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const minutes = (day: number) =>
  `The committee met on day ${day} and agreed to publish the report on water, roads and schools number ${day * 3}.`;
const offer = (day: number) =>
  `BUY cheap pills ${day * 7}!!! click here >>> free $$$ win win http://x${day}.biz now now`;
const noise = 'zqx 9$! kwv jjq qqz xx0 vv#k 77~zz pq0x kkw zq9 vjx qzz wvk jx9 qkz 0vq zzk xqj';
const encode = (text: string) => new TextEncoder().encode(text);
const days = Array.from({ length: 40 }, (_, day) => day);

async function lay(name: string, content: Uint8Array | string): Promise<AidFile> {
  const path = join(folder, name);
  await writeFile(path, content);
  return { path, digest: digestBytes(content) };
}

async function run(aids: PipelineAids, asked: Partial<PipelineRecipe>) {
  const texts = [minutes(100), offer(100), noise, `${minutes(101)} This elixir cures all.`];
  const path = join(folder, 'web.jsonl');
  await writeFile(path, texts.map((text) => JSON.stringify({ text })).join('\n'));
  const recipe: PipelineRecipe = {
    ...defaultPipelineRecipe,
    quality: { '*': 'none' },
    personalData: 'ignore',
    ...asked,
  };
  const { size: numBytes } = await stat(path);
  const file = { path, name: 'web.jsonl', format: 'jsonl', numBytes, isSplittable: true, version: 'a' };
  const { parts, card } = await runPipeline({
    files: [file],
    recipe,
    aids,
    folder: join(folder, 'out'),
    numThreads: 1,
  });
  const dropped = Object.fromEntries(
    card.funnel.flatMap((step) =>
      Object.entries(step.dropped).map(([reason, { numDocuments }]) => [reason, numDocuments]),
    ),
  );
  const scores = await withScannedPart(parts[0]?.path ?? '', async (part) => {
    const names = part.facts.scores;
    const numbers = await part.numbers('scores');
    return texts.map((_, at) =>
      Object.fromEntries(names.map((name, place) => [name, numbers[at * names.length + place]])),
    );
  });
  return { dropped, scores };
}

test('a list, an n-gram model and a classifier each drop what they are asked to, and their scores are kept', async () => {
  const good = days.map((day) => encode(minutes(day)));
  const bad = days.map((day) => encode(offer(day)));
  const ngrams = trainByteNgramModel([...good, ...bad], { tableBits: 16 });
  const classifier = trainLinearClassifier({ good, bad }, { weightBits: 14 });
  const aids: PipelineAids = {
    words: await lay('words.txt', 'elixir\nmiracle'),
    perplexity: await lay('ngrams.bin', encodeByteNgramModel(ngrams)),
    classifier: await lay('classifier.bin', encodeLinearClassifier(classifier)),
  };
  const { dropped, scores } = await run(aids, {
    words: { maxCount: 0 },
    perplexity: { max: 30 },
    minQualityScore: 0.5,
  });
  expect(dropped).toEqual({ listed_words: 1, perplexity_high: 1, quality_score: 1 });
  const [kept, unwanted, unlike, listed] = scores;
  expect(kept).toEqual({
    listedWords: 0,
    listedShare: 0,
    perplexity: ngrams.perplexity(encode(minutes(100))),
    qualityScore: classifier.score(encode(minutes(100))),
  });
  expect(unwanted?.qualityScore).toBeLessThan(0.5);
  expect(unlike?.perplexity).toBeGreaterThan(30);
  expect(unlike?.qualityScore).toBeNaN();
  expect(listed).toEqual({
    listedWords: 1,
    listedShare: 6 / encode(`${minutes(101)} This elixir cures all.`).length,
    perplexity: Number.NaN,
    qualityScore: Number.NaN,
  });
});

test('another bound or another list makes the parts anew, and without any nothing is measured', async () => {
  const words = await lay('words.txt', 'elixir');
  expect((await run({ words }, { words: { maxShare: 0.5 } })).dropped).toEqual({});
  expect((await run({ words }, { words: { maxShare: 0.01 } })).dropped).toEqual({ listed_words: 1 });
  const other = await lay('words.txt', 'committee');
  expect((await run({ words: other }, { words: { maxShare: 0.01 } })).dropped).toEqual({ listed_words: 2 });
  expect((await run({}, {})).scores).toEqual([{}, {}, {}, {}]);
  await expect(run({}, { words: { maxShare: 2 } })).rejects.toMatchObject({ code: 'argument-invalid' });
});
