import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPartJournal } from './part-journal.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const at = () => join(folder, 'unit.jsonl');

async function writeParts(ends: number[], key = 'a'): Promise<void> {
  const journal = await openPartJournal(at(), key);
  for (const end of ends) await journal.append({ end, facts: { numDocuments: end } });
  await journal.close();
}
async function readParts(key = 'a') {
  const journal = await openPartJournal(at(), key);
  await journal.close();
  return { ends: journal.entries.map(({ end }) => end), nextStart: journal.nextStart };
}

test('goes on where it stopped', async () => {
  await writeParts([10, 25]);
  expect(await readParts()).toEqual({ ends: [10, 25], nextStart: 25 });
  await writeParts([40]);
  expect(await readParts()).toEqual({ ends: [10, 25, 40], nextStart: 40 });
});

test('is cut back to its last whole line, wherever it was torn', async () => {
  await writeParts([10, 25, 40]);
  const whole = await readFile(at());
  for (let numBytes = whole.length; numBytes >= 0; numBytes -= 1) {
    await writeFile(at(), whole);
    await truncate(at(), numBytes);
    const { ends, nextStart } = await readParts();
    expect([10, 25, 40].slice(0, ends.length)).toEqual(ends);
    await writeParts([nextStart + 5]);
    expect((await readParts()).ends).toEqual([...ends, nextStart + 5]);
  }
});

test('a journal of another key, or with a gap, tells of nothing more', async () => {
  await writeParts([10, 25]);
  await appendFile(at(), '{"place":2,"start":30,"end":40,"facts":{}}\n');
  expect((await readParts()).ends).toEqual([10, 25]);
  expect((await readParts('b')).ends).toEqual([]);
  expect((await readParts('a')).ends).toEqual([]);
});
