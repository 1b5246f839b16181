import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decompress } from 'fzstd';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatatrove } from './datatrove.ts';
import { openMegatron } from './megatron.ts';
import { openTokenWriter } from './open-token-writer.ts';
import { openTokenShards } from './read-token-shards.ts';
import type { TokenReader } from './token-sink.ts';
import { type TokenFormat, tokenFormats } from './token-writer.ts';

/** A journal may stand beside the files' folder. */
let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'slipway-writers-'));
  folder = join(root, 'files');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const documents = [[1, 2, 3], [4], [5, 6, 7, 8, 9, 10], [11, 12], [13]];

function readAll(reader: TokenReader): number[][] {
  const all = Array.from({ length: reader.numDocuments }, (_, at) => Array.from(reader.readDocument(at)));
  reader.close();
  return all;
}

const readers: Record<TokenFormat, (path: string) => Promise<number[][]>> = {
  shards: async () => readAll(openTokenShards(folder)),
  megatron: async (path) => readAll(openMegatron(path)),
  datatrove: async (path) => readAll(openDatatrove(path)),
  parquet: async (path) =>
    (await parquetReadObjects({ file: await asyncBufferFromFile(path), compressors })).map(
      (row) => row.input_ids as number[],
    ),
  'jsonl.zst': async (path) =>
    Buffer.from(decompress(await readFile(path)))
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { input_ids: number[] }).input_ids),
};

const options = {
  vocabularySize: 20,
  tokenizerDigest: `sha256:${'01'.repeat(32)}`,
  tokenizerName: 'some/tokenizer',
  shardTokens: 4,
};

test.each(tokenFormats)('%s: files are closed by the document that fills them', async (format) => {
  const sink = await openTokenWriter(folder, { ...options, format });
  for (const ids of documents) await sink.append(Uint32Array.from(ids), [ids.length]);
  const files = await sink.finish();
  expect(files.map(({ numTokens, numDocuments }) => [numTokens, numDocuments])).toEqual([
    [4, 2],
    [6, 1],
    [3, 2],
  ]);
  const read: number[][] = [];
  for (const { name } of format === 'shards' ? files.slice(0, 1) : files)
    read.push(...(await readers[format](join(folder, name))));
  expect(read).toEqual(documents);
});

test.each(tokenFormats)('%s: a packed sequence is whole', async (format) => {
  const packing = { sequenceTokens: 4, padding: 0 };
  const sink = await openTokenWriter(folder, { ...options, format, packing });
  await sink.append(Uint32Array.of(1, 2, 3, 4, 5, 6, 7, 0), [3, 4, 7, 8]);
  const [first] = await sink.finish();
  const sequences = format === 'shards' ? [[1, 2, 3], [4]] : [[1, 2, 3, 4]];
  const read = await readers[format](join(folder, first?.name ?? ''));
  expect(read.slice(0, sequences.length)).toEqual(sequences);
});

test.each(tokenFormats)('%s: refuses an id outside the vocabulary, and leaves nothing', async (format) => {
  const sink = await openTokenWriter(folder, { ...options, format });
  await expect(sink.append(Uint32Array.of(20), [1])).rejects.toMatchObject({ code: 'argument-invalid' });
  await sink.discard();
  expect(await readdir(folder)).toEqual([]);
});

/** In the order in which a writer makes them. */
const filesOf: Record<TokenFormat, readonly string[]> = {
  shards: ['shard-00000.tokens', 'shard-00000.index'],
  megatron: ['tokens-00000.bin', 'tokens-00000.idx'],
  datatrove: ['tokens-00000.ds', 'tokens-00000.ds.index', 'tokens-00000.ds.metadata'],
  parquet: ['tokens-00000.parquet'],
  'jsonl.zst': ['tokens-00000.jsonl.zst.lines', 'tokens-00000.jsonl.zst'],
};
const obstacles = tokenFormats.flatMap((format) => filesOf[format].map((name) => ({ format, name })));

test.each(obstacles)(
  '$format: where $name cannot be made, giving up leaves nothing of its file',
  async (one) => {
    const sink = await openTokenWriter(folder, { ...options, format: one.format, shardTokens: 100 });
    // What is renamed onto a folder fails, after all was written.
    await mkdir(join(folder, one.name));
    await sink.append(Uint32Array.of(1, 2, 3), [1, 3]);
    await expect(sink.finish()).rejects.toMatchObject({
      code: expect.stringMatching(/EISDIR|ENOTEMPTY|EEXIST/),
    });
    await sink.discard();
    expect(await readdir(folder)).toEqual([one.name]);
    await rm(join(folder, one.name), { recursive: true });
    const again = await openTokenWriter(folder, { ...options, format: one.format, shardTokens: 100 });
    expect(again.numDocumentsDone).toBe(0);
    await again.append(Uint32Array.of(1, 2, 3), [1, 3]);
    expect(await again.finish()).toMatchObject([{ numTokens: 3, numDocuments: 2 }]);
  },
);

test.each(tokenFormats)(
  '%s: a writer goes on after the last whole file of the one before',
  async (format) => {
    const ids = documents.map((one) => Uint32Array.from(one));
    const first = await openTokenWriter(folder, { ...options, format });
    for (const one of ids.slice(0, 4)) await first.append(one, [one.length]);
    const done = { numTokensDone: 10, numDocumentsDone: 3 };
    expect(first).toMatchObject(done);
    // As a kill leaves it: the fourth document stands in a file that is not whole.
    const second = await openTokenWriter(folder, { ...options, format });
    expect(second).toMatchObject(done);
    for (const one of ids.slice(3)) await second.append(one, [one.length]);
    const files = await second.finish();
    await first.discard();
    expect(files.map(({ numTokens }) => numTokens)).toEqual([4, 6, 3]);
    const read: number[][] = [];
    for (const { name } of format === 'shards' ? files.slice(0, 1) : files)
      read.push(...(await readers[format](join(folder, name))));
    expect(read).toEqual(documents);
    const other = await openTokenWriter(join(root, 'other'), { ...options, format });
    await other.discard();
    expect(await readdir(join(root, 'other'))).toEqual([]);
  },
);
