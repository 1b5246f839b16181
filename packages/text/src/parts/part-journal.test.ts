import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPartJournal, readPartJournal } from './part-journal.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const at = () => join(folder, 'unit.jsonl');

const position = (from: number) => ({ piece: 0, from });

async function writeParts(places: number[], key = 'a'): Promise<void> {
  const journal = await openPartJournal(at(), key);
  for (const from of places) await journal.append({ next: position(from), facts: { numDocuments: from } });
  await journal.close();
}
async function readParts(key = 'a') {
  const journal = await openPartJournal(at(), key);
  await journal.close();
  return { places: journal.entries.map(({ next }) => next?.from ?? -1), next: journal.next };
}

test('goes on where it stopped, until the last part', async () => {
  await writeParts([10, 25]);
  expect(await readParts()).toEqual({ places: [10, 25], next: position(25) });
  await writeParts([40]);
  expect(await readParts()).toEqual({ places: [10, 25, 40], next: position(40) });
  const journal = await openPartJournal(at(), 'a');
  await journal.append({ next: null, facts: {} });
  expect(journal.next).toBeNull();
  await expect(journal.append({ next: null, facts: {} })).rejects.toThrow('nothing follows');
  await journal.close();
  expect(await readParts()).toEqual({ places: [10, 25, 40, -1], next: null });
  expect(await readPartJournal(at(), 'a')).toHaveLength(4);
  expect(await readPartJournal(at(), 'b')).toHaveLength(0);
});

test('is cut back to its last whole line, wherever it was torn', async () => {
  await writeParts([10, 25, 40]);
  const whole = await readFile(at());
  for (let numBytes = whole.length; numBytes >= 0; numBytes -= 1) {
    await writeFile(at(), whole);
    await truncate(at(), numBytes);
    const { places } = await readParts();
    expect([10, 25, 40].slice(0, places.length)).toEqual(places);
    await writeParts([50]);
    expect((await readParts()).places).toEqual([...places, 50]);
  }
});

test('a journal of another key, or with a gap, tells of nothing more', async () => {
  await writeParts([10, 25]);
  await appendFile(at(), '{"place":3,"next":{"piece":0,"from":40},"facts":{}}\n');
  expect((await readParts()).places).toEqual([10, 25]);
  expect((await readParts('b')).places).toEqual([]);
  expect((await readParts('a')).places).toEqual([]);
});
