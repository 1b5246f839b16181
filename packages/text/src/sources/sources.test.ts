import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { createByteCursor } from './byte-cursor.ts';
import { bytesInput, openFileInput } from './byte-input.ts';
import { readCsvField, scanCsvRow } from './csv-row.ts';
import { findSource } from './find-source.ts';
import { unpackZstd } from './unpack-zstd.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const fixture = (name: string) => readFileSync(new URL(`__fixtures__/${name}`, import.meta.url));
const encode = (text: string) => new TextEncoder().encode(text);
const texts = Array.from({ length: 12 }, (_, n) =>
  `Document ${n}: «Ça va»，第${n}个文档 "quoted", and\na second line. `.repeat((n % 4) + 1),
);

async function readTexts(path: string, bytes: Uint8Array) {
  const rows: Record<string, unknown>[] = [];
  for await (const result of findSource(path)?.reader.read(bytesInput(path, bytes), { kernels }) ?? [])
    rows.push(
      result.kind === 'record'
        ? { ...result, text: Buffer.from(result.bytes).toString(), bytes: undefined }
        : { reason: result.reason },
    );
  return rows;
}

test.each(['none', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4'])(
  'reads what pyarrow wrote with %s',
  async (codec) => {
    const rows = await readTexts('rows.parquet', fixture(`rows-${codec}.parquet`));
    expect(rows.slice(0, 12).map(({ text }) => text)).toEqual(texts);
    expect(rows[3]).toMatchObject({
      id: 'doc-3',
      language: 'fr',
      address: 'https://example.org/3',
      name: 'rows.parquet#3',
    });
    expect(rows[12]).toEqual({ reason: 'missing-text' });
  },
);

test.each(['pages.warc', 'pages.warc.gz'])('reads %s as warcio wrote it, encodings undone', async (name) => {
  const rows = await readTexts(name, fixture(name));
  expect(rows.slice(0, 12).map(({ text }) => text)).toEqual(
    texts.map((text) => `<html><body><p>${text}</p></body></html>`),
  );
  expect(rows[4]).toMatchObject({
    contentType: 'html',
    charset: 'utf-8',
    address: 'https://example.org/4',
    date: '2026-01-02T03:04:05Z',
  });
  expect(rows[12]).toEqual({ reason: 'failed-response' });
});

test('finds the next record after damage within a web archive', async () => {
  const bytes = Uint8Array.from(fixture('pages.warc'));
  bytes.fill(0x78, 0, 40);
  const rows = await readTexts('pages.warc', bytes);
  expect(rows[0]).toEqual({ reason: 'corrupt-warc' });
  expect(rows.slice(1, 12).map(({ address }) => address)).toEqual(
    texts.slice(1).map((_, n) => `https://example.org/${n + 1}`),
  );
});

test('reads conversions', async () => {
  const record =
    'WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://a.example/\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nTitle\n\r\n\r\n';
  const [row] = await readTexts('a.warc.wet.gz', gzipSync(record + record));
  expect(row).toMatchObject({ text: 'Title\n', contentType: 'text', address: 'https://a.example/' });
});

test('reads what Zstandard wrote, and tells a bomb and a huge window', async () => {
  const rows = await readTexts('rows.jsonl.zst', fixture('rows.jsonl.zst'));
  expect(rows.map(({ text }) => text)).toEqual(texts);
  const unpack = async (bytes: Uint8Array) => {
    let numBytes = 0;
    async function* once() {
      yield bytes;
    }
    for await (const block of unpackZstd(createByteCursor(once()))) numBytes += block.length;
    return numBytes;
  };
  // Blocks of one byte repeated 128 KiB times: 4 bytes each.
  const frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58];
  const block = [0x02, 0x00, 0x10, 0x61];
  const bomb = Uint8Array.from([...frame, ...Array.from({ length: 100 }, () => block).flat()]);
  await expect(unpack(bomb)).rejects.toMatchObject({ reason: 'decompression-bomb' });
  const wide = Uint8Array.from([
    0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa0, 0x03, 0, 0, 0x61, 0, 0, 0, 0, 0, 0, 0, 0,
  ]);
  await expect(unpack(wide)).rejects.toMatchObject({ reason: 'too-large' });
});

test('reads any rows of separated values back', () => {
  const cell = fc.stringMatching(/^[a,"\n\r é]{0,8}$/);
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 }), (rows) => {
      const text = rows
        .map((row) => `${row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\r\n`)
        .join('');
      const bytes = encode(text);
      const read: string[][] = [];
      for (let at = 0; at < bytes.length; ) {
        const row = scanCsvRow(bytes, at, { delimiter: 0x2c, isLast: false });
        if (row === undefined) throw new Error('cut');
        read.push(row.fields.map((field) => Buffer.from(readCsvField(bytes, field)).toString()));
        at = row.end;
      }
      expect(read).toEqual(rows);
    }),
  );
});

test('a cursor gives the same bytes whatever the chunks and steps', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 20 })),
      fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { minLength: 1 }),
      async (chunks, steps) => {
        async function* stream() {
          yield* chunks;
        }
        const whole = Buffer.concat(chunks);
        const cursor = createByteCursor(stream());
        for (const [wanted, dropped] of steps) {
          const isFilled = await cursor.fill(wanted);
          expect(isFilled).toBe(cursor.position + wanted <= whole.length);
          const window = cursor.window();
          expect(Buffer.from(window)).toEqual(
            whole.subarray(cursor.position, cursor.position + window.length),
          );
          cursor.drop(Math.min(dropped, window.length));
        }
      },
    ),
  );
});

test('reads a file as it reads memory', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sources-'));
  try {
    const path = join(folder, 'a.jsonl');
    const bytes = encode(`{"text":"${'x'.repeat(3_000_000)}"}\n{"text":"y"}\n`);
    await writeFile(path, bytes);
    const input = await openFileInput(path, 'a.jsonl');
    const lengths: number[] = [];
    for await (const result of findSource(path)?.reader.read(input, { kernels }) ?? [])
      lengths.push(result.kind === 'record' ? result.bytes.length : -1);
    await input.close();
    expect(lengths).toEqual([3_000_000, 1]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('fields of JSON keep their names by option', async () => {
  const input = bytesInput('a.jsonl', encode('{"body":"<p>x","link":"u"}'));
  const members = { text: ['body'], address: ['link'] };
  for await (const result of findSource('a.jsonl')?.reader.read(input, {
    kernels,
    members,
    contentType: 'html',
  }) ?? [])
    expect(result).toMatchObject({ contentType: 'html', address: 'u', name: 'a.jsonl#0', end: 26 });
});
