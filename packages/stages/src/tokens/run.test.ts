import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DatasetDocument,
  type Digest,
  type TokenizerReport,
  type TokensManifest,
  tokensManifest,
} from '@slipway/contracts';
import {
  createTokenizer,
  loadKernels,
  openDatatrove,
  openMegatron,
  openTokenShards,
  readTokenizerJson,
  type TokenReader,
} from '@slipway/text';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { data } from '../data/index.ts';
import { documents } from '../documents/index.ts';
import { copyRepositoryDocuments } from '../testing/copy-repository-documents.ts';
import { findPython, runPython } from '../testing/find-python.ts';
import { type Bench, fixedMachine, openBench, type RunOptions } from '../testing/make-run-context.ts';
import { makeVocabularyGguf } from '../testing/make-vocabulary-gguf.ts';
import { tokenizer } from '../tokenizer/index.ts';
import { tokens } from './index.ts';
import type { TokensSpec } from './spec.ts';

// Many steps, each with threads of its own.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const python = await findPython(['numpy']);

let bench: Bench;
/** The repository's documentation, and a smaller dataset of its Chinese pages. */
let docs: Digest;
let chinese: Digest;
let trained: Digest;
/** Ids of each training document, with its end. */
const expected = new Map<Digest, string[]>();
const endOfText = 0;

beforeAll(async () => {
  bench = await openBench();
  await copyRepositoryDocuments(join(bench.folder, 'docs'));
  const taken = await bench.run(documents, { spec: { path: './docs', licence: 'Apache-2.0' } });
  const clean = async (spec: object) =>
    (
      await bench.run(data, {
        spec: { quality: { '*': 'none' }, heldoutShare: 0.2, ...spec },
        inputs: { documents: taken.documents as Digest },
      })
    ).dataset as Digest;
  docs = await clean({});
  chinese = await clean({ name: 'chinese', languages: ['zh'], heldoutShare: 0 });
  trained = (
    await bench.run(tokenizer, {
      spec: { vocabularySize: 1500, maxPieces: 65_536 },
      inputs: { datasets: docs },
    })
  ).tokenizer as Digest;
  const json = await bench.readText(trained, 'tokenizer.json');
  const ours = createTokenizer(await loadKernels(), readTokenizerJson(json));
  for (const dataset of [docs, chinese]) {
    const lines = await bench.readLines<DatasetDocument>(dataset, 'documents.jsonl');
    expected.set(
      dataset,
      lines
        .filter(({ split }) => split === 'train')
        .map(({ text }) => [...ours.encodeText(text), endOfText].join()),
    );
  }
});
afterAll(() => bench.dispose());

async function make(options: RunOptions<TokensSpec> = {}): Promise<Digest> {
  // Each step of a recipe has a scratch folder of its own.
  await rm(join(bench.folder, 'scratch', 'tokens'), { recursive: true, force: true });
  const inputs = { datasets: docs, tokenizer: trained, ...options.inputs };
  return (await bench.run(tokens, { ...options, inputs })).tokens as Digest;
}

const readManifest = async (made: Digest): Promise<TokensManifest> =>
  tokensManifest.parse(JSON.parse(await bench.readText(made, 'tokens.json')));

/** Lays the files out under their own names. */
async function layOut(made: Digest): Promise<string> {
  const folder = join(bench.folder, 'laid-out', made.slice(7, 19));
  await bench.store.materialise(made, folder);
  return join(folder, 'files');
}

const list = (reader: TokenReader) => {
  const all = Array.from({ length: reader.numDocuments }, (_, place) => reader.readDocument(place).join());
  reader.close();
  return all;
};

test('documents become their ids, each ended, in their order where none is asked for', async () => {
  const made = await make({ spec: { packing: 'none', shuffle: false } });
  expect(list(openTokenShards(await layOut(made)))).toEqual(expected.get(docs));
  const manifest = await readManifest(made);
  const report: TokenizerReport = JSON.parse(await bench.readText(trained, 'report.json'));
  expect(manifest).toMatchObject({
    vocabularySize: report.numVocabulary,
    endOfText: { id: endOfText, text: '<|endoftext|>' },
    split: 'train',
    numDocuments: expected.get(docs)?.length,
    explanation: [],
  });
  const [{ languages, numTokens, numDocuments, epochs, share } = { languages: {} }] = manifest.datasets;
  expect({ numTokens, epochs, share }).toEqual({ numTokens: manifest.numTokens, epochs: 1, share: 1 });
  const rows = Object.values(languages);
  expect(rows.reduce((sum, one) => sum + one.numTokens, 0)).toBe(numTokens);
  expect(rows.reduce((sum, one) => sum + one.numDocuments, 0)).toBe(numDocuments);
});

test('the tokenizer inside a model gives the ids that it gives by itself, and two are one too many', async () => {
  const json = await bench.readText(trained, 'tokenizer.json');
  const model = await bench.commit('model', { files: { 'model.gguf': await makeVocabularyGguf(json, 3) } });
  const taken = await bench.run(tokenizer, { inputs: { model } });
  const spec = { packing: 'none', shuffle: false } as const;
  const made = await make({ spec, inputs: { tokenizer: [], model } });
  const other = await make({ spec, inputs: { tokenizer: taken.tokenizer as Digest } });
  expect(list(openTokenShards(await layOut(made)))).toEqual(list(openTokenShards(await layOut(other))));
  const { parents } = await bench.store.readManifest(made);
  expect(parents.map(({ role }) => role)).toEqual(['dataset', 'model']);
});

test('shuffled, every document is there once in another order that the seed names', async () => {
  const order = async (seed: number) =>
    list(openTokenShards(await layOut(await make({ spec: { packing: 'none', seed } }))));
  const first = await order(1);
  expect(first).not.toEqual(expected.get(docs));
  expect([...first].sort()).toEqual([...(expected.get(docs) ?? [])].sort());
  expect(await order(2)).not.toEqual(first);
});

test.each(['megatron', 'datatrove'] as const)('%s holds the same documents', async (format) => {
  const made = await make({ spec: { packing: 'none', format, shardTokens: 2000 } });
  const folder = await layOut(made);
  const { files } = await readManifest(made);
  expect(files.length).toBeGreaterThan(2);
  const open = format === 'megatron' ? openMegatron : openDatatrove;
  const read = files.flatMap(({ name }) => list(open(join(folder, name))));
  expect(read.sort()).toEqual([...(expected.get(docs) ?? [])].sort());
});

test.skipIf(!python)('numpy reads the ids of Megatron and datatrove by their published layouts', async () => {
  const program = `
import json, struct, sys
import numpy as np
folder, megatron, datatrove = sys.argv[1:]
def read_megatron(prefix):
    index = open(prefix + ".idx", "rb").read()
    assert index[:9] == b"MMIDIDX\\0\\0" and struct.unpack_from("<QB", index, 9) == (1, 8)
    sequences, documents = struct.unpack_from("<QQ", index, 18)
    lengths = np.frombuffer(index, "<i4", sequences, 34)
    offsets = np.frombuffer(index, "<i8", sequences, 34 + 4 * sequences)
    ids = open(prefix + ".bin", "rb").read()
    assert documents == sequences + 1
    return [np.frombuffer(ids, "<u2", n, o).tolist() for n, o in zip(lengths, offsets)]
def read_datatrove(path):
    ids = np.fromfile(path, "<u2")
    ends = np.fromfile(path + ".index", "<u8").astype(int).tolist()
    return [ids[a:b].tolist() for a, b in zip([0, *ends], ends)]
print(json.dumps([read_megatron(folder + megatron), read_datatrove(datatrove)]))
`;
  const paths: string[] = [];
  for (const format of ['megatron', 'datatrove'] as const) {
    const made = await make({ spec: { packing: 'none', format, shuffle: false } });
    paths.push(join(await layOut(made), (await readManifest(made)).files[0]?.name ?? ''));
  }
  const read = await runPython<number[][][]>(python as string, program, ['', ...paths]);
  for (const one of read) expect(one.map((ids) => ids.join())).toEqual(expected.get(docs));
});

test.each(['concatenate', 'best-fit'] as const)(
  '%s packs every token into whole sequences',
  async (packing) => {
    const made = await make({ spec: { packing, sequenceTokens: 256, shardTokens: 3000 } });
    const manifest = await readManifest(made);
    const packed = manifest.packing;
    const shards = openTokenShards(await layOut(made));
    expect(shards.manifest.packing).toEqual({ sequenceTokens: 256, padding: endOfText });
    expect(shards.manifest.numTokens).toBe((packed?.numSequences ?? 0) * 256);
    expect(manifest.files.length).toBeGreaterThan(1);
    const numDocumentTokens = (expected.get(docs) ?? []).reduce((sum, ids) => sum + ids.split(',').length, 0);
    expect(manifest.numTokens - (packed?.numPadding ?? 0)).toBe(numDocumentTokens);
    expect(packed?.paddingShare).toBeCloseTo((packed?.numPadding ?? 0) / manifest.numTokens, 5);
    // No stretch crosses the border of a sequence.
    const ends = shards.manifest.shards.flatMap((_, shard) => Array.from(shards.readDocumentEnds(shard)));
    for (const [place, end] of ends.entries()) {
      const start = ends[place - 1] ?? 0;
      if (end > start) expect(Math.floor(start / 256)).toBe(Math.floor((end - 1) / 256));
    }
    shards.close();
  },
);

test('weights hold, caps are kept and said, and epochs are those that were taken', async () => {
  const inputs = { datasets: [docs, chinese], tokenizer: trained };
  const mixture = [{ weight: 1 }, { weight: 1, maxEpochs: 2 }];
  const [all = 0, some = 0] = [docs, chinese].map((dataset) =>
    (expected.get(dataset) ?? []).reduce((sum, ids) => sum + ids.split(',').length, 0),
  );
  const even = await readManifest(
    await make({ spec: { mixture, numTokens: some * 2, packing: 'none' }, inputs }),
  );
  const longest = Math.max(
    ...[docs, chinese].flatMap((one) => (expected.get(one) ?? []).map((ids) => ids.split(',').length)),
  );
  for (const { numTokensRead } of even.datasets) expect(Math.abs(numTokensRead - some)).toBeLessThan(longest);
  expect(even.numTokens).toBe(even.datasets.reduce((sum, one) => sum + one.numTokensRead, 0));
  const greedy = [{ weight: 1 }, { weight: 100, maxEpochs: 2 }];
  const capped = await readManifest(
    await make({ spec: { mixture: greedy, numTokens: some * 2 + all, packing: 'none' }, inputs }),
  );
  expect(capped.datasets).toMatchObject([
    { epochs: 1, numTokensRead: all },
    { epochs: 2, numTokensRead: some * 2, maxEpochs: 2 },
  ]);
  expect(capped.explanation[0]).toMatch(/^chinese 2 is read 2 times, its cap/);
});

test.each([{ mixture: [{ weight: 1, maxEpochs: 1e-9 }] }, { numTokens: 1 }])(
  'a mixture that reads no document is an error: %j',
  async (spec) => {
    await expect(make({ spec })).rejects.toMatchObject({ code: 'tokens-none-made' });
  },
);

test('the same bytes on one thread and on three, with memory for all documents and for a few', async () => {
  const spec = { sequenceTokens: 128 };
  const task = { name: 'tokens', after: [], slice: null };
  const on = (threads: number, memoryBytes: number) =>
    make({
      spec,
      over: {
        machine: { ...fixedMachine, threads },
        task: { ...task, resources: { threads, memoryBytes, diskBytes: 0, numGpus: 0 } },
      },
    });
  const listScratch = () => readdir(join(bench.folder, 'scratch', 'tokens', 'mixture'));
  const spread = await on(3, 4e4);
  expect(await listScratch()).toContain('spread');
  expect(await on(1, 4e9)).toBe(spread);
  expect(await listScratch()).not.toContain('spread');
});

test('an attempt that was stopped before its commit leaves what the next one goes on from', async () => {
  const spec = { sequenceTokens: 128, shardTokens: 2000, format: 'megatron' } as const;
  const whole = await make({ spec });
  const inputs = { datasets: docs, tokenizer: trained };
  await rm(join(bench.folder, 'scratch', 'tokens'), { recursive: true, force: true });
  const commit = () => Promise.reject(new Error('stopped'));
  await expect(bench.run(tokens, { spec, inputs, over: { commit } })).rejects.toThrow('stopped');
  const files = join(bench.folder, 'scratch', 'tokens', 'mixture', 'files');
  const before = await stat(join(files, 'tokens-00000.bin'));
  expect((await bench.run(tokens, { spec, inputs })).tokens).toBe(whole);
  expect((await stat(join(files, 'tokens-00000.bin'))).ino).toBe(before.ino);
});

test('refuses what has no end of text, or no document', async () => {
  await expect(make({ spec: { endOfText: '<end>' } })).rejects.toMatchObject({
    code: 'spec-invalid',
    hint: expect.stringContaining('<|im_end|>'),
  });
  await expect(make({ spec: { split: 'heldout' }, inputs: { datasets: chinese } })).rejects.toMatchObject({
    code: 'tokens-none-made',
  });
});
