import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DatasetDocument, type Digest, type Passage, passage } from '@slipway/contracts';
import { loadSearchIndex, querySearchIndex, searchIndexFiles } from '@slipway/text';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { data } from '../data/index.ts';
import { documents } from '../documents/index.ts';
import { type Bench, openBench } from '../testing/make-run-context.ts';
import { writeCorpus } from '../testing/write-corpus.ts';
import { index } from './index.ts';

let bench: Bench;
let dataset: Digest;
let made: Digest;
beforeAll(async () => {
  bench = await openBench();
  await writeCorpus(join(bench.folder, 'docs'));
  const taken = await bench.run(documents, { spec: { path: './docs' } });
  dataset = (await bench.run(data, { inputs: { documents: taken.documents as Digest } })).dataset as Digest;
  made = (await bench.run(index, { inputs: { dataset } })).index as Digest;
});
afterAll(() => bench.dispose());

test('slicing a document with a span gives the passage exactly', async () => {
  const texts = new Map(
    (await bench.readLines<DatasetDocument>(dataset, 'documents.jsonl')).map((one) => [one.document, one]),
  );
  const passages = (await bench.readLines(made, 'passages.jsonl')).map((one) => passage.parse(one));
  expect(passages.length).toBeGreaterThan(texts.size);
  for (const { document, start, end, text } of passages) {
    expect(texts.get(document)?.text.slice(start, end)).toBe(text);
  }
  expect(new Set(passages.map((one) => one.id)).size).toBe(passages.length);
  expect(new Set(passages.map((one) => one.document)).size).toBe(texts.size);
});

test('what is asked in English and in Chinese is found in its own document', async () => {
  const passages = await bench.readLines<Passage>(made, 'passages.jsonl');
  const files = Object.fromEntries(
    await Promise.all(
      searchIndexFiles.map(
        async (name) => [name, await readFile(await bench.store.locateFile(made, `search/${name}`))] as const,
      ),
    ),
  );
  const search = loadSearchIndex(files as never);
  for (const [query, path] of [
    ['Handbook of winches, volume 5: book 5-0-1', 'handbook-005.md'],
    ['怎样保养龙骨', 'zh/003.md'],
  ] as const) {
    const [best] = querySearchIndex(search, query, { limit: 3 } as never);
    expect(passages.find((one) => one.id === (best as { id: string } | undefined)?.id)?.path).toBe(path);
  }
});

test('the same dataset gives the same index', async () => {
  expect((await bench.run(index, { inputs: { dataset } })).index).toBe(made);
});
