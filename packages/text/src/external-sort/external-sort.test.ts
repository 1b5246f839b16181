import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRecordSorter } from './open-record-sorter.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-sort-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function sort(records: number[][], { numWords = 2, memoryBytes = 0 } = {}): Promise<number[][]> {
  const sorter = await openRecordSorter({ folder, name: 'test', numWords, memoryBytes });
  for (const record of records) await sorter.add(Uint32Array.from(record));
  const sorted: number[][] = [];
  for await (const block of sorter.sorted())
    for (let at = 0; at < block.length; at += numWords) sorted.push([...block.subarray(at, at + numWords)]);
  await sorter.close();
  return sorted;
}

const compare = (a: number[], b: number[]) => {
  const at = a.findIndex((word, place) => word !== b[place]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
};

test('sorts records by their words, equal ones kept', async () => {
  const word = fc.oneof(fc.nat({ max: 3 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(word, word, word), { maxLength: 200 }), async (records) => {
      expect(await sort(records, { numWords: 3 })).toEqual(records.toSorted(compare));
    }),
    { numRuns: 60 },
  );
});

/** Records in an order of no meaning, many of them equal in their first word. */
function* scramble(numRecords: number): Generator<Uint32Array> {
  for (let start = 0; start < numRecords; start += 1000) {
    const block = new Uint32Array(2000);
    for (let at = 0; at < 1000; at += 1) {
      block[at * 2] = Math.imul(start + at, 0x9e3779b1) >>> 20;
      block[at * 2 + 1] = start + at;
    }
    yield block;
  }
}

async function digest(blocks: Iterable<Uint32Array>, memoryBytes: number): Promise<[number, number, number]> {
  const sorter = await openRecordSorter({ folder, name: 'runs', numWords: 2, memoryBytes });
  for (const block of blocks) await sorter.add(block);
  const numFiles = (await readdir(folder)).length;
  let [hash, last, numRecords, isSorted] = [0, [0, 0], 0, true];
  for await (const block of sorter.sorted()) {
    for (let at = 0; at < block.length; at += 2) {
      const record = [block[at] ?? 0, block[at + 1] ?? 0];
      isSorted &&= compare(last, record) <= 0;
      hash = Math.imul(hash ^ (record[1] ?? 0), 0x01000193) >>> 0;
      last = record;
      numRecords += 1;
    }
  }
  await sorter.close();
  expect([isSorted, await readdir(folder)]).toEqual([true, []]);
  return [hash, numRecords, numFiles];
}

test('gives the same with runs on disk, merged in several passes, as in memory, in any order of arrival', async () => {
  const numRecords = 1_200_000;
  const [inMemory, count, noFiles] = await digest(scramble(numRecords), 1 << 28);
  expect([count, noFiles]).toEqual([numRecords, 0]);
  const [onDisk, , numFiles] = await digest([...scramble(numRecords)].reverse(), 1 << 20);
  expect(numFiles).toBeGreaterThan(16);
  expect(onDisk).toBe(inMemory);
});
