import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type DatasetCard, type DatasetDocument, type Digest, datasetCard } from '@slipway/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { documents } from '../documents/index.ts';
import { type Bench, openBench } from '../testing/make-run-context.ts';
import { writeCorpus } from '../testing/write-corpus.ts';
import { data } from './index.ts';

const prose = `Each rope has its own number and hangs where the list says. A wet one dries on deck before
it is coiled, and whoever finds a chafed strand cuts it out and splices the ends the same day. In winter the whole
rack is taken ashore, washed with fresh water, weighed, and compared with the figures of last spring.`;

let bench: Bench;
const at = (...names: string[]) => join(bench.folder, 'docs', ...names);
beforeEach(async () => {
  bench = await openBench();
  await writeCorpus(at());
});
afterEach(() => bench.dispose());

async function make(spec: object = {}): Promise<Digest> {
  const taken = await bench.run(documents, { spec: { path: './docs', licence: 'MIT' } });
  const made = await bench.run(data, { spec, inputs: { documents: taken.documents as Digest } });
  return made.dataset as Digest;
}
const read = async (dataset: Digest) => ({
  documents: await bench.readLines<DatasetDocument>(dataset, 'documents.jsonl'),
  dropped: await bench.readLines<{ path: string; reason: string; duplicateOf?: string }>(
    dataset,
    'dropped.jsonl',
  ),
  card: datasetCard.parse(JSON.parse(await bench.readText(dataset, 'card.json'))),
});

function expectConserved({ funnel }: DatasetCard, numDropped: number): void {
  for (const [place, stage] of funnel.entries()) {
    const before = funnel[place - 1];
    if (before === undefined || stage.name === 'read') continue;
    const gone = Object.values(stage.dropped).reduce((sum, count) => sum + count, 0);
    expect(stage.numDocuments + gone).toBe(before.numDocuments);
  }
  const all = funnel.flatMap((stage) => Object.values(stage.dropped)).reduce((sum, count) => sum + count, 0);
  expect(all).toBe(numDropped);
}

test('every document is in the dataset or in dropped.jsonl with its reason, and the card adds up', async () => {
  const copy = `# Copy\n\n${prose}`;
  await writeFile(at('copy-1.md'), copy);
  await writeFile(at('copy-2.md'), copy);
  await writeFile(
    at('binary.md'),
    Buffer.from(Array.from({ length: 4000 }, (_, place) => (place * 37) % 256)),
  );
  await writeFile(at('short.md'), 'Hi.');
  await writeFile(at('broken.md.gz'), gzipSync('x'.repeat(5000)).subarray(0, 30));
  const lines = [
    ...[1, 2].map((n) =>
      JSON.stringify({
        text: `Record ${n} of the log. ${`It tells of harbour ${n}, of wind ${n * 7} and of the crew. `.repeat(6)}`,
      }),
    ),
    'not json',
    JSON.stringify({ other: 'field' }),
  ];
  await writeFile(at('log.jsonl'), lines.join('\n'));
  const { documents: kept, dropped, card } = await read(await make());
  const reasons = Object.fromEntries(dropped.map((one) => [one.path, one.reason]));
  expect(reasons).toMatchObject({
    'copy-2.md': 'exact-duplicate',
    'binary.md': 'binary',
    'short.md': 'too-short',
    'broken.md.gz': 'corrupt-gzip',
    'log.jsonl#3': 'invalid-json',
    'log.jsonl#4': 'missing-text-field',
  });
  expect(dropped.find((one) => one.path === 'copy-2.md')?.duplicateOf).toBe(
    kept.find((one) => one.path === 'copy-1.md')?.document,
  );
  expectConserved(card, dropped.length);
  const read2 = card.funnel.find((stage) => stage.name === 'read');
  const goneInReading = Object.values(read2?.dropped ?? {}).reduce((sum, count) => sum + count, 0);
  const numLines = lines.length - 1;
  expect((read2?.numDocuments ?? 0) + goneInReading).toBe((card.funnel[0]?.numDocuments ?? 0) + numLines);
  expect(card.splits.train + card.splits.heldout).toBe(kept.length);
  expect(new Set([...kept, ...dropped].map((one) => one.path)).size).toBe(kept.length + dropped.length);
});

test('gives the same bytes again, whatever the order of writing', async () => {
  const first = await make();
  await mkdir(at('x'));
  expect(await make()).toBe(first);
});

test('languages are kept by primary tag; the split depends on the seed', async () => {
  const { documents: zh, dropped } = await read(await make({ languages: ['zh'] }));
  expect(zh.length).toBe(6);
  expect(zh.every((one) => one.language.startsWith('zh'))).toBe(true);
  expect(dropped.every((one) => one.reason === 'other-language')).toBe(true);
  const split = async (seed: number) =>
    (await read(await make({ seed, heldoutShare: 0.3 }))).documents
      .filter((one) => one.split === 'heldout')
      .map((one) => one.path);
  const [one, two] = [await split(1), await split(2)];
  expect(one.length).toBeGreaterThan(0);
  expect(one).not.toEqual(two);
});

test('nothing kept is an error that counts the reasons', async () => {
  await expect(make({ languages: ['fi'] })).rejects.toMatchObject({
    code: 'documents-none-kept',
    message: expect.stringContaining('22 other-language'),
  });
});

test('one endless line is set aside by the bound, and the rest goes on', async () => {
  await writeFile(at('endless.txt'), 'word '.repeat(60_000));
  const { dropped } = await read(await make({ maxDocumentBytes: 100_000 }));
  expect(dropped).toEqual([expect.objectContaining({ path: 'endless.txt', reason: 'too-large' })]);
});

test('an empty file and invalid UTF-8 do not stop the run', async () => {
  await writeFile(at('empty.md'), '');
  const text = Buffer.from(`# Notes\n\n${prose}`);
  text[60] = 0xff;
  await writeFile(at('invalid.md'), text);
  const { documents: kept, dropped } = await read(await make());
  expect(dropped).toEqual([expect.objectContaining({ path: 'empty.md', reason: 'empty' })]);
  expect(kept.some((one) => one.path === 'invalid.md')).toBe(true);
});
