import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestBytes } from '../hash/digest-bytes.ts';
import type { ReadResult } from '../records/set-aside.ts';
import { findReader } from './find-reader.ts';
import { pathTitle } from './path-title.ts';
import { readFileDocuments } from './read-file.ts';
import { readSource } from './read-source.ts';

async function read(path: string, content: Uint8Array | string, maxBytes?: number): Promise<ReadResult[]> {
  const bytes = Buffer.from(content);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
  }
  const results: ReadResult[] = [];
  const limits = maxBytes === undefined ? {} : { maxBytes };
  for await (const result of readSource({ path, chunks: chunks() }, limits)) results.push(result);
  return results;
}

const reasons = (results: ReadResult[]) =>
  results.map((result) => (result.kind === 'document' ? 'document' : result.setAside.reason));

/** What every reader of a single document owes its caller. */
describe.each([
  ['a.md', '# Title\n\nHello world.'],
  ['a.txt', 'Hello world.'],
  ['a.html', '<h1>Title</h1><p>Hello world.</p>'],
  ['a.jsonl', '{"text": "Hello world."}'],
])('the reader of %s', (path, content) => {
  it('yields one document with digest, size and normalised text', async () => {
    const [result] = await read(path, content);
    if (result?.kind !== 'document') throw new Error('no document');
    expect(result.document).toMatchObject({
      path: expect.stringContaining(path),
      encoding: 'utf-8',
      numReplaced: 0,
    });
    expect(result.document.document).toBe(digestBytes(content));
    expect(result.document.sizeBytes).toBe(content.length);
    expect(result.document.text).toContain('Hello world.');
  });

  it('reads the same from gzip, with the digest of what is inside', async () => {
    const [plain] = await read(path, content);
    const [packed] = await read(`${path}.gz`, gzipSync(content));
    if (plain?.kind !== 'document' || packed?.kind !== 'document') throw new Error('no document');
    expect({ ...packed.document, path: '', title: '' }).toEqual({ ...plain.document, path: '', title: '' });
  });

  it('sets aside what is too large, binary, badly encoded or damaged', async () => {
    expect(reasons(await read(path, content.repeat(100), 50))).toEqual(['too-large']);
    expect(reasons(await read(path, Buffer.concat([Buffer.from(content), Buffer.from([0])])))).toEqual([
      'binary',
    ]);
    expect(reasons(await read(path, Buffer.from('caf\xe9 \xfc\xf6 \xe4'.repeat(9), 'latin1')))).toEqual([
      'invalid-encoding',
    ]);
    expect(reasons(await read(`${path}.gz`, content))).toEqual(['corrupt-gzip']);
  });
});

describe('readers', () => {
  it('set empty files aside', async () => {
    expect(reasons(await read('a.md', ' \n'))).toEqual(['empty']);
    expect(reasons(await read('a.md', '![only](badge.svg)'))).toEqual(['empty']);
    expect(reasons(await read('a.html', '<script>1</script>'))).toEqual(['empty']);
    expect(reasons(await read('a.jsonl', ''))).toEqual([]);
  });

  it('read JSON lines one by one and go on after bad ones', async () => {
    const lines = [
      '{"text":"one","title":"First"}',
      'nonsense',
      '',
      '[1]',
      '{"x":1}',
      '{"content":"二","text":5}',
      '{"text":" "}',
      `{"text":"${'x'.repeat(300)}"}`,
      '{"text":"last"}',
    ];
    const results = await read('a.jsonl', lines.join('\n'), 200);
    expect(reasons(results)).toEqual([
      'document',
      'invalid-json',
      'missing-text-field',
      'missing-text-field',
      'document',
      'empty',
      'too-large',
      'document',
    ]);
    expect(
      results.map((result) => (result.kind === 'document' ? result.document.path : result.setAside.path)),
    ).toEqual(['1', '2', '4', '5', '6', '7', '8', '9'].map((line) => `a.jsonl#${line}`));
  });

  it('find a bomb', async () => {
    expect(reasons(await read('a.jsonl.gz', gzipSync(Buffer.alloc(20 * 1024 * 1024, 0x61))))).toEqual([
      'decompression-bomb',
    ]);
  });

  it('believe the encoding that a page declares', async () => {
    const html = Buffer.from('<meta charset="iso-8859-1"><p>Le café était fermé.</p>', 'latin1');
    const [result] = await read('a.html', html);
    expect(result).toMatchObject({ document: { text: 'Le café était fermé.', encoding: 'windows-1252' } });
  });

  it('are found by extension', () => {
    expect(findReader('A/B.MD.GZ')).toMatchObject({ reader: { format: 'markdown' }, isGzip: true });
    expect(findReader('a.png')).toBeUndefined();
    expect(findReader('md')).toBeUndefined();
  });

  it('name a document after its folder where the file says nothing', () => {
    expect(pathTitle('@fastify/cors/README.md')).toBe('@fastify/cors');
    expect(pathTitle('docs/index.html')).toBe('docs');
    expect(pathTitle('README.md')).toBe('README');
    expect(pathTitle('a/notes.v2.txt.gz')).toBe('notes.v2');
    expect(pathTitle('a.jsonl#12')).toBe('a 12');
  });
});

describe('readFileDocuments', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'slipway-text-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function readFile(path: string): Promise<ReadResult[]> {
    const results: ReadResult[] = [];
    for await (const result of readFileDocuments(root, path)) results.push(result);
    return results;
  }

  it('gives a vanished file and a folder a reason', async () => {
    expect(reasons(await readFile('gone.md'))).toEqual(['vanished']);
    expect(reasons(await readFile('.'))).toEqual(['unknown-format']);
  });

  it('does not hold a single line of 200 MB', async () => {
    const path = join(root, 'line.md');
    await writeFile(path, '');
    const block = Buffer.alloc(20 * 1024 * 1024, 'x');
    for (let at = 0; at < 10; at += 1) await writeFile(path, block, { flag: 'a' });
    const before = process.memoryUsage().rss;
    expect(reasons(await readFile('line.md'))).toEqual(['too-large']);
    expect(process.memoryUsage().rss - before).toBeLessThan(120 * 1024 * 1024);
    await writeFile(join(root, 'line.jsonl'), block);
    for (let at = 0; at < 3; at += 1) await writeFile(join(root, 'line.jsonl'), block, { flag: 'a' });
    await writeFile(join(root, 'line.jsonl'), '\n{"text":"after"}', { flag: 'a' });
    expect(reasons(await readFile('line.jsonl'))).toEqual(['too-large', 'document']);
  });
});
