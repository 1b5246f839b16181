import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TextChange } from '@slipway/contracts';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findFormat } from '../pipeline/read-piece.ts';
import { compareTexts } from './compare-texts.ts';
import { fetchSourceText } from './fetch-source-text.ts';

// A thread is started for every document.
vi.setConfig({ testTimeout: 60_000 });

const sideOf = (changes: readonly TextChange[], side: 'removed' | 'added') =>
  changes.flatMap(({ kind, text }) => (kind === 'same' || kind === side ? [text] : [])).join('');

test('what is the same and removed is the text before, what is the same and added the text after', () => {
  const words = fc.array(fc.constantFrom('ship', 'rope', '船坞', ' ', '\n', '\n\n', '<EMAIL>', 'é', '。'), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(words, words, fc.constantFrom('en', 'zh-Hans', 'und'), (one, other, language) => {
      const changes = compareTexts(one.join(''), other.join(''), language);
      expect(sideOf(changes, 'removed')).toBe(one.join(''));
      expect(sideOf(changes, 'added')).toBe(other.join(''));
    }),
  );
});

test('each change says what it is: a mask, lines cut, or a text made clean', () => {
  const before = 'Write to anna@example.org now.\nPlease enable JavaScript.\nThe cafÃ© is open.\nIt stays.\n';
  const after = 'Write to <EMAIL> now.\nThe café is open.\nIt stays.\n';
  const reasons = new Map(
    compareTexts(before, after, 'en').map(({ text, why }): [string, TextChange['why']] => [text.trim(), why]),
  );
  expect(reasons.get('<EMAIL>')).toBe('personal-data');
  expect(reasons.get('café')).toBe('repair');
  const lines = compareTexts('One.\nTwo.\nThree.\n', 'One.\nThree.\n', 'en');
  expect(lines.find(({ kind }) => kind === 'removed')).toEqual({
    kind: 'removed',
    text: 'Two.\n',
    why: 'lines',
  });
});

test('texts without anything in common are told whole, however long they are', () => {
  const long = (word: string) => Array.from({ length: 9000 }, (_, at) => `${word}${at}`).join('\n');
  const changes = compareTexts(long('a'), long('b'), 'en');
  expect(changes.map(({ kind }) => kind)).toEqual(['removed', 'added']);
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-before-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function read(name: string, bytes: string | Uint8Array, document = name) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  const { size: numBytes } = await stat(path);
  const format = findFormat(name) ?? { format: 'text', isSplittable: false };
  const file = { path, name, ...format, numBytes, version: '1' };
  return fetchSourceText({ file, name: document, recipe: { html: 'whole-page', maxDocumentBytes: 1e6 } });
}

test('a source is read again as it stood there, decoded, or extracted', async () => {
  const mojibake = '# Notes\n\nThe cafÃ© is open, and the crÃ¨me is made by hand every day.';
  expect(await read('notes.md', mojibake)).toMatchObject({ text: mojibake, from: 'source' });
  expect((await read('notes.md', mojibake)).read).toContain('café');
  const page = await read(
    'page.html',
    '<html><body><h1>Ropes</h1><p>They hang on the wall.</p></body></html>',
  );
  expect(page).toMatchObject({ from: 'extracted', text: expect.stringContaining('They hang on the wall.') });
  expect(page.text).not.toContain('<p>');
});

test('a record is found among the lines of its file', async () => {
  const lines = ['{"text":"The first one."}', '{"text":"The second one."}'];
  const second = `log.jsonl#${lines[0]?.length === undefined ? 0 : lines[0].length + 1}`;
  expect((await read('log.jsonl', lines.join('\n'), second)).text).toBe('The second one.');
  await expect(read('log.jsonl', lines.join('\n'), 'log.jsonl#5')).rejects.toMatchObject({
    code: 'not-found',
  });
});
