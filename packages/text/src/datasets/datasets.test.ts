import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadKernels } from '../kernels/load-kernels.ts';
import { openTokenShards } from '../shards/read-token-shards.ts';
import { createTokenizer } from '../tokenizer/create-tokenizer.ts';
import { writeTokenizerJson } from '../tokenizer/write-tokenizer-json.ts';
import { trainTokenizer } from '../tokenizer-training/train-tokenizer.ts';
import { countDatasetPieces } from './count-dataset-pieces.ts';
import { cutDataset, readRange } from './dataset-range.ts';
import { type DatasetTokensOptions, writeDatasetTokens } from './write-dataset-tokens.ts';

vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-datasets-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Line {
  document: string;
  language: string;
  split: string;
  text: string;
}

const lineOf = (place: number): Line => ({
  document: `sha256:${place}`,
  language: place % 3 === 0 ? 'zh' : 'en',
  split: place % 5 === 0 ? 'heldout' : 'train',
  text:
    place % 3 === 0
      ? `第${place}号船在港口停泊，船员检查了船锚。`.repeat(1 + (place % 4))
      : `Ship ${place} lies in the harbour; "the crew" checked its anchor.\n`.repeat(1 + (place % 4)),
});

async function writeDataset(numDocuments: number): Promise<{ path: string; lines: Line[] }> {
  const path = join(folder, 'documents.jsonl');
  const lines = Array.from({ length: numDocuments }, (_, place) => lineOf(place));
  await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return { path, lines };
}

test('ranges of any size give every document of the split once, in order', async () => {
  const { path, lines } = await writeDataset(60);
  const kernels = await loadKernels();
  const { size } = await stat(path);
  for (const rangeBytes of [7, 100, 1000, size, size * 2]) {
    for (const split of ['train', 'heldout', 'all'] as const) {
      const read: unknown[] = [];
      for (const range of cutDataset(path, size, rangeBytes))
        for await (const { bytes, language, document } of readRange(kernels, range, { split }))
          read.push({ document, language, text: new TextDecoder().decode(bytes) });
      const wanted = lines.filter((line) => split === 'all' || line.split === split);
      expect(read).toEqual(wanted.map(({ document, language, text }) => ({ document, language, text })));
    }
  }
});

test('a sample is drawn by the seed alone; a line that is no document is an error', async () => {
  const { path } = await writeDataset(200);
  const kernels = await loadKernels();
  const draw = async (seed: string, rangeBytes: number) => {
    const drawn: string[] = [];
    const choice = { split: 'all', sample: { share: 0.3, seed } } as const;
    for (const range of cutDataset(path, (await stat(path)).size, rangeBytes))
      for await (const { document } of readRange(kernels, range, choice)) drawn.push(document);
    return drawn;
  };
  const first = await draw('a', 500);
  expect(await draw('a', 5000)).toEqual(first);
  expect(await draw('b', 500)).not.toEqual(first);
  expect(first.length).toBeGreaterThan(30);
  expect(first.length).toBeLessThan(90);
  await writeFile(path, '{"document":"sha256:1"}\n');
  await expect(draw('a', 500)).rejects.toMatchObject({ code: 'artifact-corrupt' });
});

test('tokens are those of the documents, whatever was cut off before and whatever a key named before', async () => {
  const { path, lines } = await writeDataset(300);
  const counted = await countDatasetPieces({
    paths: [path],
    choice: { split: 'train' },
    splitPattern: 'o200k',
    mostPieces: 65_536,
    numThreads: 2,
  });
  expect(counted.numDocuments).toBe(240);
  const specialTokens = ['<|endoftext|>'];
  const vocabulary = trainTokenizer(counted.pieces, {
    splitPattern: 'o200k',
    vocabularySize: 400,
    specialTokens,
  });
  const tokenizerPath = join(folder, 'tokenizer.json');
  await writeFile(tokenizerPath, writeTokenizerJson(vocabulary));
  const options: DatasetTokensOptions = {
    path,
    folder: join(folder, 'made'),
    key: 'one',
    choice: { split: 'train' },
    tokenizerPath,
    endOfText: 0,
    shards: { vocabularySize: 400, tokenizerDigest: `sha256:${'0'.repeat(64)}`, shardTokens: 500 },
    numThreads: 2,
  };
  const tokenizer = createTokenizer(await loadKernels(), vocabulary);
  const ids = (split: string) =>
    lines.filter((line) => line.split === split).map(({ text }) => [...tokenizer.encodeText(text), 0].join());
  const read = () => {
    const shards = openTokenShards(join(folder, 'made', 'shards'));
    const all = Array.from({ length: shards.numDocuments }, (_, at) => shards.readDocument(at).join());
    shards.close();
    return all;
  };
  const whole = await writeDatasetTokens(options);
  expect(read()).toEqual(ids('train'));
  expect(Object.keys(whole.languages)).toEqual(['en', 'zh']);
  expect(whole.manifest.shards.length).toBeGreaterThan(5);
  // As a kill leaves it: shards from the third on are missing, and the manifest.
  for (const name of await readdir(whole.folder))
    if (!/^shard-0000[0-2]/.test(name)) await rm(join(whole.folder, name));
  const resumed = await writeDatasetTokens({ ...options, numThreads: 1 });
  expect(resumed).toEqual(whole);
  expect(read()).toEqual(ids('train'));
  const other = await writeDatasetTokens({ ...options, key: 'two', choice: { split: 'heldout' } });
  expect(read()).toEqual(ids('heldout'));
  expect(other.manifest.numDocuments).toBe(60);
  expect(JSON.parse(await readFile(join(other.folder, 'manifest.json'), 'utf8'))).toEqual(other.manifest);
});
