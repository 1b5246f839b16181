import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetDocument, Digest } from '@slipway/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { data } from '../data/index.ts';
import { documents } from '../documents/index.ts';
import { perplexity } from '../perplexity/index.ts';
import { type Bench, openBench } from '../testing/make-run-context.ts';
import { writeCorpus } from '../testing/write-corpus.ts';
import { classifier } from './index.ts';

// Threads are started anew for every run.
vi.setConfig({ testTimeout: 120_000 });

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.dispose());

const goods = 'bags pills watches phones shoes tickets coins loans'.split(' ');
const advert = (seed: number) => {
  const name = (at: number) => goods[(seed * 3 + at) % goods.length];
  const line = (at: number) =>
    `BUY cheap ${name(at)} ${seed * 17 + at}!!! Click HERE >>> free ${name(at + 2)} $$$ WIN ${name(at + 5)} now at http://deal${seed * 31 + at}.example`;
  return Array.from({ length: 8 }, (_, at) => line(at)).join('\n');
};

async function writeAdverts(folder: string, count = 24): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let seed = 0; seed < count; seed += 1) await writeFile(join(folder, `${seed}.txt`), advert(seed));
}

async function makeDataset(path: string, over: object = {}): Promise<Digest> {
  const taken = await bench.run(documents, { spec: { path } });
  const spec = {
    quality: { '*': 'none' },
    personalData: 'ignore',
    nearDuplicateThreshold: 0,
    heldoutShare: 0.3,
    ...over,
  };
  const made = await bench.run(data, { spec, inputs: { documents: taken.documents as Digest } });
  return made.dataset as Digest;
}

test('a classifier and a perplexity model, trained on examples, let the data step drop what is unlike the good ones', async () => {
  await writeCorpus(join(bench.folder, 'good'));
  await writeAdverts(join(bench.folder, 'bad'));
  const [good, bad] = [await makeDataset('./good'), await makeDataset('./bad')];
  const trained = await bench.run(classifier, { inputs: { good, bad } });
  const report = JSON.parse(await bench.readText(trained.classifier as Digest, 'report.json'));
  expect(report.heldOut.auc).toBeGreaterThan(0.95);
  expect(report.heldOut.accuracy).toBeGreaterThan(0.9);
  const heldOut = async (dataset: Digest) =>
    (await bench.readLines<DatasetDocument>(dataset, 'documents.jsonl')).filter(
      ({ split }) => split === 'heldout',
    ).length;
  expect([report.heldOut.numGood, report.heldOut.numBad]).toEqual([await heldOut(good), await heldOut(bad)]);
  expect(report.heldOut.thresholds).toHaveLength(9);
  const model = await bench.run(perplexity, { spec: { tableBits: 16 }, inputs: { good } });
  const told = JSON.parse(await bench.readText(model.perplexity as Digest, 'report.json'));
  const most = told.heldOut.quantiles.find(({ share }: { share: number }) => share === 0.99).perplexity;
  expect(most).toBeLessThan(20);

  await writeCorpus(join(bench.folder, 'mixed'));
  await writeAdverts(join(bench.folder, 'mixed', 'adverts'), 10);
  const taken = await bench.run(documents, { spec: { path: './mixed' } });
  const inputs = { documents: taken.documents as Digest };
  const drop = async (spec: object, models: Record<string, Digest>) => {
    const made = await bench.run(data, {
      spec: { nearDuplicateThreshold: 0, ...spec },
      inputs: { ...inputs, ...models },
    });
    return await bench.readLines<{ path: string; reason: string }>(made.dataset as Digest, 'dropped.jsonl');
  };
  const byScore = await drop({}, { classifier: trained.classifier as Digest });
  expect(byScore).toHaveLength(10);
  for (const one of byScore)
    expect(one).toMatchObject({ path: expect.stringContaining('adverts/'), reason: 'quality_score' });
  const byPerplexity = await drop({ maxPerplexity: most * 1.2 }, { perplexity: model.perplexity as Digest });
  expect(byPerplexity.filter(({ reason }) => reason === 'perplexity_high')).toHaveLength(10);
  expect(await bench.run(classifier, { inputs: { good, bad } })).toEqual(trained);
});

test('a class without anything to measure on is an error', async () => {
  await writeCorpus(join(bench.folder, 'good'));
  await writeAdverts(join(bench.folder, 'bad'), 3);
  const good = await makeDataset('./good');
  const bad = await makeDataset('./bad', { heldoutShare: 0 });
  await expect(bench.run(classifier, { inputs: { good, bad } })).rejects.toMatchObject({
    code: 'evaluation-empty',
  });
  await expect(bench.run(perplexity, { inputs: { good: bad } })).rejects.toMatchObject({
    code: 'evaluation-empty',
  });
});
