import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Digest } from '@slipway/contracts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findDocuments } from './find-documents.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'slipway-documents-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const digest = (digit: string) => `sha256:${digit.repeat(64)}` as Digest;
const line = (digit: string, text: string) =>
  JSON.stringify({
    document: digest(digit),
    path: `${digit}.md`,
    title: digit,
    format: 'md',
    language: 'en',
    split: 'train',
    text,
  });

it('reads no further than the last document that is wanted, past texts that only name its digest', async () => {
  const path = join(directory, 'documents.jsonl');
  const lines = [line('1', `see ${digest('2')}`), line('2', 'two'), line('3', 'three'), 'no document at all'];
  await writeFile(path, `${lines.join('\n')}\n`);
  const find = async (...digits: string[]) => {
    const found: string[] = [];
    for await (const { text } of findDocuments(path, new Set(digits.map(digest)))) found.push(text);
    return found;
  };
  expect(await find('2')).toEqual(['two']);
  expect(await find('3', '2')).toEqual(['two', 'three']);
  expect(await find('9')).toEqual([]);
});

it('a line that is damaged where the document should be is named', async () => {
  const path = join(directory, 'documents.jsonl');
  await writeFile(path, `${line('1', 'one').slice(0, -5)}\n`);
  const first = findDocuments(path, new Set([digest('1')])).next();
  await expect(first).rejects.toMatchObject({ code: 'artifact-corrupt' });
});
