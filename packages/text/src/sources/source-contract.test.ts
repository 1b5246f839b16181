import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { bytesInput } from './byte-input.ts';
import { findSource } from './find-source.ts';
import type { RecordResult } from './record.ts';
import type { SourceOptions } from './source.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const fixture = (name: string) => readFileSync(new URL(`__fixtures__/${name}`, import.meta.url));
const encode = (text: string) => new TextEncoder().encode(text);

async function readAll(
  path: string,
  bytes: Uint8Array,
  options: Partial<SourceOptions> = {},
): Promise<RecordResult[]> {
  const found = findSource(path);
  if (found === undefined) throw new Error(`no reader for ${path}`);
  const results: RecordResult[] = [];
  for await (const result of found.reader.read(bytesInput(path, bytes), { kernels, ...options }))
    results.push(result.kind === 'record' ? { ...result, bytes: result.bytes.slice() } : result);
  return results;
}

const lines = [
  '{"text":"one","url":"https://a.example/1","id":7}',
  '{"text":"zwei \\u00e9\\n","date":"2026"}',
  '',
  '{"text":',
  '["text"]',
  '{"title":"no text"}',
  '{"content":"三"}',
  '{"text":""}',
].join('\n');
const csv =
  '\ufeffid,text,url\r\n1,"one, ""two""\nthree",https://a.example\r\n\r\n2,plain text,\n3\n4,"",x\n5,最後,y';
const warc = fixture('pages.warc');
const parquetNames = ['none', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4'];

/** Path, bytes, and how many results they give. */
const samples: [string, Uint8Array, number][] = [
  ['a.txt', encode('Plain.'), 1],
  ['a.md.gz', gzipSync('# Head'), 1],
  ['a.html', encode('<p>x'), 1],
  ['a.jsonl', encode(lines), 7],
  ['a.jsonl.gz', gzipSync(lines), 7],
  ['b.jsonl.zst', fixture('rows.jsonl.zst'), 12],
  ['a.csv', encode(csv), 5],
  ['a.tsv', encode('url\ttext\nu1\tone\nu2\t"two\tthree"\n'), 2],
  ['a.warc', warc, 13],
  ['a.warc.gz', fixture('pages.warc.gz'), 13],
  ['one-member.warc.gz', gzipSync(warc), 13],
  ...parquetNames.map((codec): [string, Uint8Array, number] => [
    `${codec}.parquet`,
    fixture(`rows-${codec}.parquet`),
    13,
  ]),
];

describe.each(samples)('the reader of %s', (path, bytes, numResults) => {
  test('gives every record, each further on than the last, and keeps no kernel memory', async () => {
    const mark = kernels.mark();
    const results = await readAll(path, bytes);
    expect(results).toHaveLength(numResults);
    const ends = results.map(({ end }) => end);
    expect(ends).toEqual([...new Set(ends)].sort((a, b) => a - b));
    expect(kernels.mark()).toBe(mark);
  });

  test('goes on from any end with exactly the rest', async () => {
    const results = await readAll(path, bytes);
    for (const [place, { end }] of results.entries())
      expect(await readAll(path, bytes, { from: end })).toEqual(results.slice(place + 1));
  });

  test('leaves what begins at the end of its range to the next', async () => {
    const results = await readAll(path, bytes);
    for (const { end } of results) {
      const first = await readAll(path, bytes, { end });
      expect([...first, ...(await readAll(path, bytes, { from: end }))]).toEqual(results);
    }
  });

  test('reads a cut file as far as it goes and never throws', async () => {
    const whole = await readAll(path, bytes);
    const step = Math.ceil(bytes.length / 60);
    for (let length = 0; length < bytes.length; length += step) {
      const results = await readAll(path, bytes.subarray(0, length));
      const sound = results.filter(({ kind }) => kind === 'record').slice(0, -1);
      const expected = whole.filter(({ kind }) => kind === 'record').slice(0, sound.length);
      expect(sound).toEqual(expected);
      const isGuarded = /(?:jsonl|md|member.*)\.(?:gz|zst)$|\.parquet$/.test(path);
      if (isGuarded && length > 4) expect(results.at(-1)?.kind).toBe('set-aside');
    }
  });

  test('sets aside what is larger than the bound', async () => {
    const limits = { maxRecordBytes: 2, maxGroupBytes: 100 };
    const results = await readAll(path, bytes, { limits });
    expect(results.some(({ kind }) => kind === 'record')).toBe(false);
    expect(results.some((result) => result.kind === 'set-aside' && result.reason === 'too-large')).toBe(true);
  });
});

test('ranges of a splittable source give every record once, wherever they are cut', async () => {
  const bytes = encode(lines);
  const results = await readAll('a.jsonl', bytes);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const parts = await Promise.all([
      readAll('a.jsonl', bytes, { end: cut }),
      readAll('a.jsonl', bytes, { from: cut }),
    ]);
    expect(parts.flat()).toEqual(results);
  }
});
