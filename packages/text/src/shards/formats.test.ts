import { createReadStream, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { decompress } from 'fzstd';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatatrove, openDatatroveWriter } from './datatrove.ts';
import type { DocumentRow } from './document-sink.ts';
import { maxJsonStringBytes, writeJsonString } from './json-string.ts';
import { openMegatron, openMegatronWriter } from './megatron.ts';
import { openDocumentWriter } from './open-document-writer.ts';
import { openParquetTokenWriter } from './parquet-file.ts';
import { openTokenShards } from './read-token-shards.ts';
import type { TokenReader, TokenSink } from './token-sink.ts';
import { openTokenShardWriter } from './write-token-shards.ts';
import { compressZstd } from './zstd-stream.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-formats-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const encode = (text: string) => new TextEncoder().encode(text);

interface TokenFormat {
  openWriter(vocabularySize: number): Promise<TokenSink<unknown>>;
  openReader(): TokenReader;
}

const tokenizerDigest = `sha256:${'01'.repeat(32)}`;
const tokenFormats: Record<string, TokenFormat> = {
  'token shards': {
    openWriter: (vocabularySize) => openTokenShardWriter(folder, { vocabularySize, tokenizerDigest }),
    openReader: () => openTokenShards(folder),
  },
  megatron: {
    openWriter: (vocabularySize) => openMegatronWriter(join(folder, 'megatron'), { vocabularySize }),
    openReader: () => openMegatron(join(folder, 'megatron')),
  },
  datatrove: {
    openWriter: (vocabularySize) =>
      openDatatroveWriter(join(folder, 'datatrove.ds'), { vocabularySize, tokenizerName: 'some/tokenizer' }),
    openReader: () => openDatatrove(join(folder, 'datatrove.ds')),
  },
};

async function writeTokens(sink: TokenSink<unknown>, documents: readonly number[][]): Promise<void> {
  for (const ids of documents) await sink.append(Uint32Array.from(ids), [ids.length]);
  await sink.finish();
}

describe.each(Object.entries(tokenFormats))('%s', (_, { openWriter, openReader }) => {
  test.each([65_500, 65_536, 65_537])('gives back documents of a vocabulary of %d', async (size) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.nat(size - 1), { maxLength: 9 })), async (documents) => {
        await writeTokens(await openWriter(size), documents);
        const reader = openReader();
        expect(reader.numDocuments).toBe(documents.length);
        expect(documents.map((__, at) => [...reader.readDocument(at)])).toEqual(documents);
        reader.close();
        for (const name of await readdir(folder)) await rm(join(folder, name));
      }),
      { numRuns: 10 },
    );
  });

  test('refuses an id outside the vocabulary and leaves nothing when given up', async () => {
    const sink = await openWriter(10);
    await expect(sink.append(Uint32Array.of(10), [1])).rejects.toMatchObject({ code: 'argument-invalid' });
    await sink.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  test('a file that is cut off is damaged, not short', async () => {
    await writeTokens(await openWriter(10), [[1, 2, 3], [4]]);
    const name = (await readdir(folder)).find((one) => /\.(?:tokens|bin|ds)$/.test(one)) ?? '';
    await truncate(join(folder, name), 2);
    expect(() => openReader().readDocument(0)).toThrow('cut off');
  });
});

describe.each([
  ['short', 50_000],
  ['wide', 70_001],
] as const)('a vocabulary that is %s', (name, size) => {
  const fixtures = fileURLToPath(new URL('./__fixtures__/', import.meta.url));
  const documents = JSON.parse(readFileSync(join(fixtures, 'documents.json'), 'utf8'))[name] as number[][];

  test('gives the bytes that the builders of Megatron-LM and datatrove give', async () => {
    const openers = [tokenFormats.megatron, tokenFormats.datatrove];
    for (const format of openers)
      await writeTokens((await format?.openWriter(size)) as TokenSink<unknown>, documents);
    const names = (await readdir(folder)).sort();
    expect(names).toEqual((await readdir(join(fixtures, name))).sort());
    for (const file of names)
      expect([file, await readFile(join(folder, file))]).toEqual([
        file,
        await readFile(join(fixtures, name, file)),
      ]);
  });
});

test('refuses what is no index', async () => {
  for (const name of ['x.idx', 'x.ds.metadata']) await writeFile(join(folder, name), 'nothing of the kind');
  expect(() => openMegatron(join(folder, 'x'))).toThrow('it is no index of Megatron');
  expect(() => openDatatrove(join(folder, 'x.ds'))).toThrow('it has no width of ids');
});

test('Parquet gives back lists of ids', async () => {
  const documents = [[1, 2, 3], [], [70_000]];
  const path = join(folder, 'ids.parquet');
  await writeTokens(await openParquetTokenWriter(path, { vocabularySize: 70_001 }), documents);
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path), compressors });
  expect(rows).toEqual(documents.map((ids) => ({ input_ids: ids })));
});

test('a string is written as JSON.stringify writes it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const bytes = encode(text);
      const out = new Uint8Array(maxJsonStringBytes(bytes.length));
      const end = writeJsonString(bytes, out, 0);
      expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(out.subarray(0, end))).toBe(
        JSON.stringify(text),
      );
    }),
  );
});

describe.each(['.jsonl', '.jsonl.gz', '.jsonl.zst', '.parquet'])('documents as %s', (ending) => {
  const columns = [
    { name: 'id', kind: 'string' },
    { name: 'size', kind: 'integer' },
    { name: 'score', kind: 'number' },
  ] as const;

  async function write(rows: readonly DocumentRow[], batch: number): Promise<string> {
    const path = join(folder, `documents${ending}`);
    const sink = await openDocumentWriter(path, { columns });
    for (let at = 0; at < rows.length; at += batch) await sink.append(rows.slice(at, at + batch));
    expect(await sink.finish()).toEqual({ numDocuments: rows.length });
    return path;
  }

  async function readBack(path: string): Promise<unknown[]> {
    if (ending === '.parquet') {
      const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path), compressors });
      return rows.map((row) => ({ ...row, size: row.size == null ? null : Number(row.size) }));
    }
    const bytes = await readFile(path);
    const plain = ending.endsWith('gz')
      ? gunzipSync(bytes)
      : ending.endsWith('zst')
        ? decompress(bytes)
        : bytes;
    const lines = Buffer.from(plain).toString().split('\n');
    expect(lines.pop()).toBe('');
    return lines.map((line) => JSON.parse(line));
  }

  const row = fc.record({
    text: fc.string({ unit: 'binary' }),
    id: fc.option(fc.string()),
    size: fc.option(fc.nat()),
    score: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)),
  });

  test('gives back every row, in equal bytes however they came in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (records) => {
        const rows = records.map(({ text, id, size, score }) => ({
          text: encode(text),
          values: [id, size, score],
        }));
        const path = await write(rows, 1);
        expect(await readBack(path)).toEqual(
          records.map(({ text, id, size, score }) => ({ id, size, score, text })),
        );
        const bytes = await readFile(path);
        await write(rows, 7);
        expect(await readFile(path)).toEqual(bytes);
      }),
      { numRuns: 12 },
    );
    expect(await readdir(folder)).toHaveLength(1);
  });

  test('a file without rows can be read', async () => {
    expect(await readBack(await write([], 1))).toEqual([]);
  });
});

test('refuses another ending before it writes', async () => {
  await expect(openDocumentWriter(join(folder, 'a.csv'))).rejects.toMatchObject({ code: 'argument-invalid' });
  expect(await readdir(folder)).toEqual([]);
});

test('two streams of Zstandard at once do not mix, and one that fails does not stop the next', async () => {
  const bytes = ['a', 'b'].map((letter) => encode(`${letter}${Math.E} `.repeat(20_000)));
  const written: Uint8Array[][] = [[], []];
  await Promise.all(
    bytes.map(async (one, place) => {
      const path = join(folder, String(place));
      await writeFile(path, one);
      await compressZstd(createReadStream(path, { highWaterMark: 50_000 }), async (piece) => {
        written[place]?.push(piece);
      });
    }),
  );
  for (const [place, one] of bytes.entries())
    expect(Buffer.from(decompress(Buffer.concat(written[place] ?? [])))).toEqual(Buffer.from(one));
  await expect(compressZstd(createReadStream(join(folder, 'none')), async () => {})).rejects.toThrow(
    'ENOENT',
  );
  await compressZstd(createReadStream(join(folder, '0')), async () => {});
});
