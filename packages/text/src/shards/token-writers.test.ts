import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decompress } from 'fzstd';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatatrove } from './datatrove.ts';
import { openMegatron } from './megatron.ts';
import { openTokenWriter, type TokenFormat, tokenFormats } from './open-token-writer.ts';
import { openTokenShards } from './read-token-shards.ts';
import type { TokenReader } from './token-sink.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-writers-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

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
