import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTokenShards } from './read-token-shards.ts';
import { openTokenShardWriter, type ShardOptions } from './write-token-shards.ts';

const fixture = fileURLToPath(new URL('./__fixtures__/two-shards', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-shards-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const settings: ShardOptions = {
  vocabularySize: 50_000,
  tokenizerDigest: `sha256:${'ab'.repeat(32)}`,
  shardTokens: 20,
};

async function write(documents: number[][], options: Partial<ShardOptions> & { batch?: number } = {}) {
  const { batch = 1, ...rest } = options;
  const writer = await openTokenShardWriter(folder, { ...settings, ...rest });
  for (let at = writer.numDocumentsDone; at < documents.length; at += batch) {
    const some = documents.slice(at, at + batch);
    let end = 0;
    const ends = some.map((ids) => (end += ids.length));
    const digests = Uint8Array.from(some.flatMap((_, place) => Array(32).fill(at + place)));
    await writer.append(Uint32Array.from(some.flat()), ends, rest.hasDigests ? digests : undefined);
  }
  return await writer.finish();
}

async function readFolder(path = folder): Promise<Record<string, string>> {
  const names = (await readdir(path)).sort();
  const files = await Promise.all(names.map((name) => readFile(join(path, name), 'base64')));
  return Object.fromEntries(names.map((name, at) => [name, files[at] ?? '']));
}

const anyDocuments = (size: number) =>
  fc.array(fc.array(fc.nat(size - 1), { maxLength: 30 }), { maxLength: 12 });

test.each([50_000, 70_000])(
  'gives back every document and span of a vocabulary of %d',
  async (vocabularySize) => {
    await fc.assert(
      fc.asyncProperty(
        anyDocuments(vocabularySize),
        fc.nat(400),
        fc.nat(60),
        async (documents, start, length) => {
          const manifest = await write(documents, { vocabularySize, hasDigests: true });
          const shards = openTokenShards(folder);
          shards.verify();
          expect(documents.map((_, at) => [...shards.readDocument(at)])).toEqual(documents);
          const all = documents.flat();
          expect([...shards.readTokens({ start, end: start + length })]).toEqual(
            all.slice(start, start + length),
          );
          expect([manifest.numTokens, manifest.numDocuments]).toEqual([all.length, documents.length]);
          const ends = manifest.shards.flatMap((_, place) => [...shards.readDocumentEnds(place)]);
          expect(ends).toHaveLength(documents.length);
          for (const at of documents.keys())
            expect(shards.documentDigest(at)).toBe(`sha256:${at.toString(16).padStart(2, '0').repeat(32)}`);
          shards.close();
          await rm(folder, { recursive: true });
        },
      ),
      { numRuns: 8 },
    );
  },
);

test('the bytes do not depend on how documents came in', async () => {
  await fc.assert(
    fc.asyncProperty(anyDocuments(50_000), fc.integer({ min: 1, max: 9 }), async (documents, batch) => {
      await write(documents);
      const singly = await readFolder();
      await rm(folder, { recursive: true });
      await write(documents, { batch });
      expect(await readFolder()).toEqual(singly);
      await rm(folder, { recursive: true });
    }),
    { numRuns: 8 },
  );
});

const twoDozen = Array.from({ length: 24 }, (_, at) =>
  Array.from({ length: at % 7 }, (_, id) => at * 10 + id),
);

test('goes on after the last full shard, whatever was lost', async () => {
  await write(twoDozen);
  const whole = await readFolder();
  for (const name of Object.keys(whole)) {
    await rm(join(folder, name));
    await write(twoDozen);
    expect(await readFolder()).toEqual(whole);
  }
  await truncate(join(folder, 'shard-00003.tokens'), 3);
  const writer = await openTokenShardWriter(folder, settings);
  expect(writer.numDocumentsDone).toBeGreaterThan(0);
  expect(Object.keys(await readFolder())).toHaveLength(6);
  await writer.discard();
});

test('a writer that is given up leaves no half shard', async () => {
  const writer = await openTokenShardWriter(folder, settings);
  await writer.append(Uint32Array.of(1, 2), [2]);
  await writer.discard();
  expect(await readdir(folder)).toEqual([]);
});

test('names what is damaged', async () => {
  await write(twoDozen);
  const path = join(folder, 'shard-00001.tokens');
  const bytes = await readFile(path);
  bytes[5] = 255;
  await writeFile(path, bytes);
  expect(() => openTokenShards(folder).verify()).toThrow('shard-00001.tokens is damaged: its block 0');
  await truncate(path, 4);
  expect(() => openTokenShards(folder).readTokens({ start: 0, end: 100 })).toThrow('it is cut off');
  await writeFile(join(folder, 'shard-00000.index'), 'nothing');
  expect(() => openTokenShards(folder).verify()).toThrow('not the one in the manifest');
  await expect(openTokenShardWriter(folder, settings)).rejects.toMatchObject({ code: 'artifact-corrupt' });
  await writeFile(join(folder, 'manifest.json'), '{}');
  expect(() => openTokenShards(folder)).toThrow('it is not of slipway-token-shards/1');
});

test('refuses other settings, ids outside the vocabulary and settings that are not sound', async () => {
  await write(twoDozen);
  await expect(write(twoDozen, { shardTokens: 21 })).rejects.toMatchObject({
    code: 'argument-invalid',
    message: expect.stringContaining('another shardTokens'),
  });
  await rm(folder, { recursive: true });
  const writer = await openTokenShardWriter(folder, settings);
  await expect(writer.append(Uint32Array.of(50_000), [1])).rejects.toMatchObject({
    code: 'argument-invalid',
  });
  await writer.discard();
  for (const wrong of [
    { vocabularySize: 0 },
    { tokenizerDigest: 'x' },
    { packing: { sequenceTokens: 3, padding: 0 } },
  ])
    await expect(write([], wrong)).rejects.toMatchObject({ code: 'argument-invalid' });
});

test('ids and ends beyond one block are found', async () => {
  const long = Array.from({ length: 600_000 }, (_, at) => at % 50_000);
  await write([[7], long, [8]], { shardTokens: 1_000_000 });
  const shards = openTokenShards(folder);
  shards.verify();
  expect(shards.readDocument(1)).toHaveLength(long.length);
  expect(shards.readDocument(1).every((id, at) => id === long[at])).toBe(true);
  expect([...shards.readDocument(2)]).toEqual([8]);
  shards.close();
});

test('the format is that of the shards which other readers are tested with', async () => {
  const documents = [[1, 2, 3], [], [65_535, 70_000], Array.from({ length: 20 }, (_, at) => at), [9]];
  await write(documents, { vocabularySize: 70_001, hasDigests: true });
  expect(await readFolder()).toEqual(await readFolder(fixture));
});
