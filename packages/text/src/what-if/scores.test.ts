import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataCard, MovedBound, WhatIf } from '@slipway/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainFate } from '../before-after/explain-fate.ts';
import { digestBytes } from '../hash/digest-bytes.ts';
import type { PipelineAids } from '../pipeline/pipeline-aids.ts';
import { defaultPipelineRecipe, type PipelineRecipe } from '../pipeline/pipeline-recipe.ts';
import { runPipeline } from '../pipeline/run-pipeline.ts';
import { type ScoreName, scoreNames } from '../pipeline/scores.ts';
import { encodeByteNgramModel, trainByteNgramModel } from '../quality/models/byte-ngram-model.ts';
import { encodeLinearClassifier, trainLinearClassifier } from '../quality/models/linear-classifier.ts';
import { askWhatIf } from './ask-what-if.ts';
import { columnFile } from './column-layout.ts';
import { type ColumnDocument, readColumns } from './read-columns.ts';
import { writeColumns } from './write-columns.ts';

const minutes = (day: number) =>
  `The committee met on day ${day} and agreed to publish the report on water, roads and schools number ${day * 3}.`;
const offer = (day: number) =>
  `BUY cheap pills ${day * 7}!!! click here >>> free $$$ win win http://x${day}.biz now now`;
const noise = 'zqx 9$! kwv jjq qqz xx0 vv#k 77~zz pq0x kkw zq9 vjx qzz wvk jx9 qkz 0vq zzk xqj';
const days = Array.from({ length: 40 }, (_, day) => day);
const texts = [
  ...days.slice(0, 6).map((day) => minutes(100 + day)),
  ...days.slice(0, 3).map((day) => `${minutes(120 + day)} ${offer(day)}`),
  offer(100),
  noise,
  `${minutes(130)} This elixir cures all.`,
  `${minutes(131)} This elixir and that elixir cure all.`,
];
const recipe: PipelineRecipe = {
  ...defaultPipelineRecipe,
  quality: { '*': 'none' },
  personalData: 'ignore',
  duplicates: { exact: true, nearThreshold: 0, scope: 'all' },
  words: { maxCount: 0 },
  perplexity: { max: 30 },
  minQualityScore: 0.5,
};

let folder: string;
let aids: PipelineAids;
interface Made {
  card: DataCard;
  documents: readonly ColumnDocument[];
  ask(...bounds: MovedBound[]): Promise<WhatIf>;
}
let base: Made;

/** The middle one of a score among the documents that were kept. */
const middleOf = (score: ScoreName): number => {
  const kept = base.documents.filter(({ fate }) => fate === '');
  const sorted = kept.map(({ scores }) => scores[scoreNames.indexOf(score)] ?? 0).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-scores-'));
  const [good, bad] = [minutes, offer].map((text) => days.map((day) => new TextEncoder().encode(text(day))));
  const lay = async (name: string, content: Uint8Array | string) => {
    await writeFile(join(folder, name), content);
    return { path: join(folder, name), digest: digestBytes(content) };
  };
  const ngrams = trainByteNgramModel([...(good ?? []), ...(bad ?? [])], { tableBits: 16 });
  const classifier = trainLinearClassifier({ good: good ?? [], bad: bad ?? [] }, { weightBits: 14 });
  aids = {
    words: await lay('words.txt', 'elixir'),
    perplexity: await lay('ngrams.bin', encodeByteNgramModel(ngrams)),
    classifier: await lay('classifier.bin', encodeLinearClassifier(classifier)),
  };
  await writeFile(join(folder, 'web.jsonl'), texts.map((text) => `${JSON.stringify({ text })}\n`).join(''));
  base = await make({});
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function make(asked: Partial<PipelineRecipe>): Promise<Made> {
  const path = join(folder, 'web.jsonl');
  const { size: numBytes } = await stat(path);
  const file = { path, name: 'web.jsonl', format: 'jsonl', numBytes, isSplittable: true, version: 'a' };
  const all = { ...recipe, ...asked };
  const out = await mkdtemp(join(folder, 'run-'));
  const made = await runPipeline({ files: [file], recipe: all, aids, folder: out, numThreads: 1 });
  await writeColumns(made.parts, { decisions: made.decisions, recipe: all, folder: join(out, 'dataset') });
  const paths = made.parts.map(({ number }) => join(out, 'dataset', columnFile(number)));
  const documents: ColumnDocument[] = [];
  for (const one of paths) for await (const document of readColumns(one)) documents.push(document);
  const ask = (...bounds: MovedBound[]) => askWhatIf(paths, { bounds, numNamed: 50 });
  return { card: made.card, documents, ask };
}

test('the card has a histogram of every score that was measured, with the bound that was asked', async () => {
  const { card } = base;
  const told = card.thresholds.map(({ recipe, rule, name, bound, isCount = false, counts }) => [
    `${recipe}/${rule}.${name}`,
    bound,
    isCount,
    counts.reduce((sum, count) => sum + count, 0),
  ]);
  // Two documents hold a listed word, and one that nobody would foretell was never shown to the classifier.
  expect(told).toEqual([
    ['scores/words.maxCount', 0, true, 13],
    ['scores/words.maxShare', 0, false, 13],
    ['scores/perplexity.max', 30, false, 11],
    ['scores/perplexity.min', 0, false, 11],
    ['scores/classifier.minScore', 0.5, false, 10],
  ]);
  const [words] = card.thresholds;
  expect(words?.counts.slice(0, 6)).toEqual([11, 0, 1, 0, 1, 0]);
});

test('columns give the fates that lists and models gave, and explain them by bound and number', async () => {
  const { documents, ask } = base;
  const { before, after, falling, rising, rules } = await ask();
  expect(after).toEqual({ ...before, notKnown: { numDocuments: 0, numBytes: 0 } });
  expect(falling.numDocuments + rising.numDocuments).toBe(0);
  expect(rules.map(({ rule, name, reason, before: count }) => [rule, name, reason, count])).toEqual([
    ['words', 'maxCount', 'listed_words', 2],
    ['perplexity', 'max', 'perplexity_high', 1],
    [
      'classifier',
      'minScore',
      'quality_score',
      documents.filter(({ fate }) => fate === 'quality:quality_score').length,
    ],
  ]);
  for (const document of documents)
    expect(explainFate(document)?.reason ?? '').toBe(document.fate.replace('quality:', ''));
  const noisy = documents.find(({ fate }) => fate === 'quality:perplexity_high');
  expect(noisy && explainFate(noisy)).toMatchObject({
    recipe: 'scores',
    rule: 'perplexity',
    name: 'max',
    bound: 30,
  });
});

const moves: [
  rule: string,
  name: string,
  choose: () => number,
  ask: (bound: number) => Partial<PipelineRecipe>,
][] = [
  ['words', 'maxCount', () => 1, (bound) => ({ words: { maxCount: bound } })],
  ['perplexity', 'max', () => middleOf('perplexity'), (bound) => ({ perplexity: { max: bound } })],
  ['classifier', 'minScore', () => middleOf('qualityScore'), (bound) => ({ minQualityScore: bound })],
];

test.each(moves)('%s.%s moved drops what a run with that bound drops', async (rule, name, choose, asked) => {
  const bound = choose();
  const again = await make(asked(bound));
  const { after, falling, rising } = await base.ask({ rule, name, bound });
  const keptBy = (all: readonly ColumnDocument[]) =>
    new Set(all.filter(({ fate }) => fate === '').map((one) => one.name));
  const [was, is] = [keptBy(base.documents), keptBy(again.documents)];
  expect(after.kept.numDocuments).toBe([...was].filter((one) => is.has(one)).length);
  expect(falling.numDocuments).toBe([...was].filter((one) => !is.has(one)).length);
  // What comes back is kept by such a run, or met a later list or model.
  expect([...is].filter((one) => !was.has(one)).length).toBeLessThanOrEqual(rising.numDocuments);
  expect(falling.numDocuments + rising.numDocuments).toBeGreaterThan(0);
});

test('what comes back past a list was never shown to the models, and a count without a bound cannot be moved', async () => {
  const { ask } = base;
  const { rising, numNotMeasured } = await ask({ rule: 'words', name: 'maxCount', bound: 2 });
  expect([rising.numDocuments, numNotMeasured]).toEqual([2, 2]);
  const shares = await make({ words: { maxShare: 0.5 } });
  await expect(shares.ask({ rule: 'words', name: 'maxCount', bound: 1 })).rejects.toMatchObject({
    code: 'argument-invalid',
    hint: expect.stringContaining('words.maxShare, perplexity.max'),
  });
});
