import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FileConverter, openFileConverter } from './convert-file.ts';

const pathOf = (name: string) => fileURLToPath(new URL(`./__fixtures__/${name}`, import.meta.url));
let converter: FileConverter;
beforeEach(() => {
  converter = openFileConverter({ numProcesses: 1, maxFileBytes: 60_000 });
});
afterEach(() => converter.close());

test('a path and its bytes give the same, calls at once wait for their turn', {
  timeout: 120_000,
}, async () => {
  const path = pathOf('book.epub');
  const [fromPath, fromBytes, locked] = await Promise.all([
    converter.convert(path, 'epub'),
    converter.convert(await readFile(path), 'epub'),
    converter.convert(pathOf('locked.pdf'), 'pdf'),
  ]);
  expect(fromPath).toMatchObject({
    kind: 'text',
    title: 'The Harbour 港口',
    pages: [{ page: 1, start: 0 }, { page: 2 }],
  });
  expect(fromBytes).toEqual(fromPath);
  expect(locked).toEqual({ kind: 'set-aside', reason: 'encrypted', detail: 'opens with a password only' });
});

test('what cannot be read, or is too large, is told', { timeout: 120_000 }, async () => {
  expect(await converter.convert(pathOf('gone.pdf'), 'pdf')).toMatchObject({ reason: 'unreadable' });
  expect(await converter.convert(pathOf('chinese.pdf'), 'pdf')).toMatchObject({ reason: 'too-large' });
  expect(await converter.convert(new Uint8Array(60_001), 'pdf')).toMatchObject({ reason: 'too-large' });
  await converter.close();
  expect(await converter.convert(pathOf('book.epub'), 'epub')).toMatchObject({ reason: 'crashed' });
});

test('limits that leave no room are the caller’s mistake', () => {
  expect(() => openFileConverter({ maxMemoryBytes: 1024 })).toThrowError(
    expect.objectContaining({ code: 'argument-invalid' }),
  );
  expect(() => openFileConverter({ numProcesses: 0 })).toThrowError(
    expect.objectContaining({ code: 'argument-invalid' }),
  );
});
