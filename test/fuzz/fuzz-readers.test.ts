import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createRandom } from './damage-bytes.mjs';
import { damageFile, openSeed } from './damage-file.mjs';
import { openCaseReader } from './read-cases.mjs';
import { seedFiles } from './seed-files.mjs';
import { openCases } from './serve-cases.mjs';

const readers = Object.keys(seedFiles) as (keyof typeof seedFiles)[];
const numCases = 300;
/** Of these in a process of their own, or unpacked and packed again for every case, fewer. */
const numSlowCases = 100;
const isSlow = (reader: string) => /^(?:pdf|docx|pptx|xlsx|epub|od.)$/.test(reader);

test.each(readers)('the seeds of %s are read', { timeout: 60_000 }, async (reader) => {
  const { read, close } = await openCaseReader(reader);
  for (const { name, bytes, isSetAside } of await seedFiles[reader]()) {
    const outcomes: string[] = await read(name, bytes, createRandom(1));
    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes.every((outcome) => outcome.startsWith('set-aside'))).toBe(isSetAside === true);
  }
  await close();
});

test.each(readers)(
  'damaged files of %s end as documents or with a reason',
  { timeout: 240_000 },
  async (reader) => {
    const makeCase = await openCases(reader, 1);
    const { read, close } = await openCaseReader(reader);
    for (let place = 0; place < (isSlow(reader) ? numSlowCases : numCases); place += 1) {
      const { name, bytes, random } = makeCase(place);
      const outcomes: string[] = await read(name, bytes, random);
      expect(`${place}: ${outcomes.length > 0}`).toBe(`${place}: true`);
      expect(outcomes).not.toContain('set-aside:crashed');
    }
    await close();
  },
);

test('the same seed damages the same file alike', async () => {
  for (const reader of readers) {
    const [first] = (await seedFiles[reader]()).map(openSeed);
    expect(damageFile(first, createRandom(7))).toEqual(damageFile(first, createRandom(7)));
  }
});

const found = new URL('./found/', import.meta.url);

test.each(readdirSync(found))('answers %s, which once was not', async (name) => {
  const { read, close } = await openCaseReader(formatOf(name));
  const outcomes: string[] = await read(name, readFileSync(new URL(name, found)), createRandom(1));
  expect(outcomes.length).toBeGreaterThan(0);
  await close();
});

/** The reader of an office file or archive; all others find their own by the name. */
function formatOf(name: string): string {
  return readers.find((reader) => name.endsWith(`.${reader}`)) ?? 'text';
}
