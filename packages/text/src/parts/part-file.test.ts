import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPart, type PartSection, writePart } from './part-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-part-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = () => join(folder, 'one.part');
const text = (value: string) => new TextEncoder().encode(value);

async function readBack(path: string): Promise<PartSection[]> {
  const part = await openPart(path);
  const sections: PartSection[] = [];
  for (const name of part.sectionNames) sections.push({ name, bytes: await part.readSection(name) });
  await part.close();
  return sections;
}

test('gives back what was written, and equal contents give equal bytes', async () => {
  const section = fc.record({
    name: fc.string({ minLength: 1, maxLength: 20 }),
    bytes: fc.uint8Array({ maxLength: 500 }),
  });
  const sections = fc.uniqueArray(section, { maxLength: 8, selector: ({ name }) => name });
  await fc.assert(
    fc.asyncProperty(sections, fc.dictionary(fc.string(), fc.integer()), async (written, facts) => {
      await writePart(at(), { facts, sections: written });
      expect(await readBack(at())).toEqual(written);
      const bytes = await readFile(at());
      await writePart(at(), { facts, sections: written });
      expect(await readFile(at())).toEqual(bytes);
    }),
    { numRuns: 40 },
  );
  expect(await readdir(folder)).toEqual(['one.part']);
});

test('names the section whose bytes have changed, and a file that is cut off or no part', async () => {
  await writePart(at(), { facts: {}, sections: [{ name: 'text', bytes: text('a'.repeat(200)) }] });
  const bytes = await readFile(at());
  bytes[bytes.length - 1] = 0;
  await writeFile(at(), bytes);
  await expect(readBack(at())).rejects.toMatchObject({
    code: 'artifact-corrupt',
    message: expect.stringContaining('section text'),
  });
  await truncate(at(), 30);
  await expect(openPart(at())).rejects.toMatchObject({ message: expect.stringContaining('cut off') });
  await writeFile(at(), 'hello');
  await expect(openPart(at())).rejects.toMatchObject({ message: expect.stringContaining('no part') });
});

test('a write that fails leaves what was there', async () => {
  await writePart(at(), { facts: { turn: 1 }, sections: [] });
  const sections = [{ name: 'text', bytes: undefined as unknown as Uint8Array }];
  await expect(writePart(at(), { facts: { turn: 2 }, sections })).rejects.toThrow();
  const part = await openPart(at());
  expect(part.facts).toEqual({ turn: 1 });
  await part.close();
});
