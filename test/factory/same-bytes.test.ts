import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestFolder } from './digest-folder.ts';
import { runFactory } from './run-factory.mjs';
import { trainVocabulary } from './train-vocabulary.mjs';
import { writeMixedInput } from './write-mixed-input.mjs';

const inputBytes = 1.5e6;
const unitBytes = 150_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-factory-'));
  await writeMixedInput(join(folder, 'input'), inputBytes);
  await make('plain', { numThreads: 2, unitBytes });
  await trainVocabulary(join(folder, 'plain/documents.jsonl'), join(folder, 'tokenizer.json'));
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const make = (output: string, options: { numThreads: number; unitBytes: number; tokenizer?: string }) =>
  runFactory({ input: join(folder, 'input'), output: join(folder, output), ...options });

test('1, 2, 3 and 8 threads make the same bytes of every kind of input', { timeout: 480_000 }, async () => {
  const tokenizer = join(folder, 'tokenizer.json');
  for (const numThreads of [1, 2, 3, 8])
    await make(`threads-${numThreads}`, { numThreads, unitBytes, tokenizer });
  const one = await digestFolder(join(folder, 'threads-1'));
  expect(Object.keys(one).filter((path) => path.endsWith('.part')).length).toBeGreaterThan(5);
  expect(Object.keys(one).filter((path) => path.endsWith('.tokens')).length).toBeGreaterThan(2);
  for (const numThreads of [2, 3, 8])
    expect(await digestFolder(join(folder, `threads-${numThreads}`))).toEqual(one);
});

test('units of any size keep the same documents', { timeout: 480_000 }, async () => {
  const expected = await readFile(join(folder, 'plain/documents.jsonl'));
  const { card } = await make('plain', { numThreads: 2, unitBytes });
  for (const size of [61_000, 64_000_000]) {
    const other = await make(`units-${size}`, { numThreads: 2, unitBytes: size });
    expect((await readFile(join(folder, `units-${size}`, 'documents.jsonl'))).equals(expected)).toBe(true);
    expect(other.card.funnel).toEqual(card.funnel);
  }
});

test('another size of units does not go on with what was cut otherwise', { timeout: 240_000 }, async () => {
  const expected = await readFile(join(folder, 'plain/documents.jsonl'));
  // As many units as before, and other ones.
  await make('plain', { numThreads: 2, unitBytes: unitBytes + 1000 });
  expect((await readFile(join(folder, 'plain/documents.jsonl'))).equals(expected)).toBe(true);
});
