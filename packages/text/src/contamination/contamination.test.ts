import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { cutUnitsScalar } from '../kernels/scalar/units.ts';
import { buildContaminationIndex } from './build-contamination-index.ts';
import { type ContaminationFinder, openContaminationIndex } from './open-contamination-index.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

function withText<T>(text: string, use: (pointer: number, length: number) => T): T {
  const mark = kernels.mark();
  const bytes = new TextEncoder().encode(text);
  const pointer = kernels.reserve(bytes.length);
  kernels.bytes().set(bytes, pointer);
  const result = use(pointer, bytes.length);
  kernels.release(mark);
  return result;
}

const build = (items: readonly string[]) =>
  buildContaminationIndex(
    items.map((text, place) => ({ benchmark: 'test', item: `${place}`, text })),
    kernels,
  );
const open = async (items: readonly string[]) => openContaminationIndex((await build(items)).bytes, kernels);
const find = (finder: ContaminationFinder, text: string) =>
  withText(text, finder.find).map((hit) => ({
    ...hit,
    text: new TextDecoder().decode(new TextEncoder().encode(text).subarray(hit.start, hit.end)),
  }));

const long =
  'A train leaves the station at nine and travels sixty miles an hour toward the coast; when does it arrive there?';
const short = 'What colour is the sky on a clear day?';
const chinese = '小明有三个苹果，小红给了他两个，请问他现在一共有几个苹果？';

test('finds an item whatever its case, width and punctuation, where it stands, and how much of it', async () => {
  const finder = await open(['too short to check', long, short, chinese]);
  const text = `Before. ${long.toUpperCase().replaceAll(' ', '\n')} After. 前面${chinese.replaceAll('，', '。')}后面`;
  expect(find(finder, text)).toEqual([
    expect.objectContaining({
      item: '1',
      share: 1,
      start: 8,
      text: expect.stringMatching(/^A\nTRAIN\n.*\nTHERE$/s),
    }),
    expect.objectContaining({ item: '3', share: 1, text: expect.stringMatching(/^小明.*苹果$/) }),
  ]);
  const half = find(finder, `Once ${long.slice(2, 77)}, they say`);
  expect(half).toEqual([expect.objectContaining({ item: '1', text: long.slice(2, 77) })]);
  expect(half[0]?.share).toBeCloseTo(2 / 9, 5);
});

test('a short item is found as a whole only, one that is too short never', async () => {
  const index = await build(['too short to check', long, short]);
  expect([index.numItems, index.numWhole, index.numUncheckable]).toEqual([3, 1, 1]);
  const finder = openContaminationIndex(index.bytes, kernels);
  expect(find(finder, `He asked: ${short}`).map(({ item, text }) => [item, text])).toEqual([
    ['2', short.slice(0, -1)],
  ]);
  expect(find(finder, 'Which colour is the sky on a clear day? too short to check')).toEqual([]);
});

test('cuts the sentences that hits touch and leaves the others byte for byte', async () => {
  const finder = await open([long]);
  const cut = (text: string) =>
    withText(text, (pointer, length) => {
      const out = kernels.reserve(length);
      const written = finder.cut(pointer, length, { hits: finder.find(pointer, length), out });
      return new TextDecoder().decode(kernels.bytes().slice(out, out + written));
    });
  expect(cut(`Première phrase. ${long} 最后一句。`)).toBe('Première phrase. 最后一句。');
  expect(cut('Nothing here.')).toBe('Nothing here.');
});

test('finds just the items whose runs stand in a text, as sets of strings would have it', async () => {
  const unit = fc.constantFrom('a', 'b', 'B,', '我', 'c');
  const text = fc.array(unit, { maxLength: 60 }).map((parts) => parts.join(' '));
  const runs = (units: string[], size: number) =>
    units.slice(size - 1).map((_, at) => units.slice(at, at + size).join());
  const standsIn = (item: string, document: string) => {
    const units = cutUnitsScalar(item, 'words');
    const size = Math.min(13, units.length);
    const seen = new Set(runs(cutUnitsScalar(document, 'words'), size));
    return size >= 8 && runs(units, size).some((run) => seen.has(run));
  };
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 6 }), text, text, async (items, before, after) => {
      const mark = kernels.mark();
      const finder = await open(items);
      const document = `${before} ${items[0] ?? ''} ${after}`;
      const found = new Set(find(finder, document).map(({ item }) => Number(item)));
      kernels.release(mark);
      const wanted = items.flatMap((item, place) => (standsIn(item, document) ? [place] : []));
      expect([...found].sort((a, b) => a - b)).toEqual(wanted);
    }),
    { numRuns: 40 },
  );
});

test('a text with more hits than there is room for at first is searched again with more', async () => {
  const items = Array.from({ length: 700 }, (_, at) => `${at} ${Array(14).fill(`w${at}`).join(' ')}`);
  expect(find(await open(items), items.join(' ')).length).toBe(700);
});

test('an index takes about 16 bytes a unit, and more benchmarks do not make a unit dearer', async () => {
  const numUnits = 60;
  const textOf = (at: number) =>
    Array.from({ length: numUnits }, (_, place) => `w${at * 7919 + place}`).join(' ');
  const bytesOf = async (numItems: number) => {
    const mark = kernels.mark();
    const { bytes } = await build(Array.from({ length: numItems }, (_, at) => textOf(at)));
    kernels.release(mark);
    return bytes.length / (numItems * numUnits);
  };
  for (const numItems of [2000, 3000, 5000]) expect(await bytesOf(numItems)).toBeLessThan(22);
});

test('runs that thousands of items share are found for each of them, and do not hide others', async () => {
  const asked = 'Which of these four answers to the question is the right one to give';
  const items = Array.from({ length: 3000 }, (_, at) => `${asked} ${at}`);
  const finder = await open([...items, long]);
  expect(find(finder, `${asked} now. ${long}`).map(({ item }) => item)).toEqual(
    [...items.keys(), items.length].map(String),
  );
});

test('bytes that are no index are refused', async () => {
  const { bytes } = await build([long]);
  for (const wrong of [new Uint8Array(3), bytes.subarray(0, bytes.length - 16), new Uint8Array(100)])
    expect(() => openContaminationIndex(wrong, kernels)).toThrow(
      expect.objectContaining({ code: 'artifact-corrupt' }),
    );
});
