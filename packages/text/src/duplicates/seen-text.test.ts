import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { cutUnitsScalar } from '../kernels/scalar/units.ts';
import { createSeenFilter, type SeenFilterOptions } from './create-seen-filter.ts';
import { createStretchSampler, type StretchSampler } from './create-stretch-sampler.ts';
import { findRepeatedStretches } from './find-repeated-stretches.ts';

let kernels: Kernels;
let folder: string;
beforeAll(async () => {
  kernels = await loadKernels();
  folder = await mkdtemp(join(tmpdir(), 'slipway-seen-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function withText<T>(text: string, use: (pointer: number, length: number) => T): T {
  const mark = kernels.mark();
  const bytes = new TextEncoder().encode(text);
  const pointer = kernels.reserve(bytes.length);
  kernels.bytes().set(bytes, pointer);
  const result = use(pointer, bytes.length);
  kernels.release(mark);
  return result;
}

const read = (pointer: number, length: number) =>
  new TextDecoder().decode(kernels.bytes().slice(pointer, pointer + length));

const seenOptions: SeenFilterOptions = {
  kind: 'line',
  numWords: 2,
  threshold: 0.5,
  numRuns: 1000,
  chance: 1e-9,
};

function dropSeen(texts: readonly string[], options = seenOptions): string[] {
  const mark = kernels.mark();
  const filter = createSeenFilter(kernels, options);
  const left = texts.map((text) =>
    withText(text, (pointer, length) => {
      const out = kernels.reserve(length);
      return read(out, filter.drop(pointer, length, out).length);
    }),
  );
  kernels.release(mark);
  return left;
}

test('drops lines whose runs were seen, as a set of strings would have it', () => {
  const word = fc.constantFrom('a', 'b', 'C', 'd', '我', '\n', '\n', '...');
  const text = fc.array(word, { maxLength: 20 }).map((parts) => parts.join(' '));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), (texts) => {
      const seen = new Set<string>();
      const wanted = texts.map((one) => {
        let isDropped = false;
        return one
          .split(/(?<=\n)(?!\n)/)
          .filter((line) => {
            const units = cutUnitsScalar(line, 'words');
            if (units.length === 0) return !isDropped;
            const size = Math.min(2, units.length);
            const runs = units.slice(size - 1).map((_, at) => units.slice(at, at + size).join());
            isDropped = runs.filter((run) => seen.has(run)).length >= runs.length / 2;
            for (const run of runs) seen.add(run);
            return !isDropped;
          })
          .join('');
      });
      expect(dropSeen(texts)).toEqual(wanted);
    }),
    { numRuns: 60 },
  );
});

test('a filter is as large as its runs and chance ask for, and refuses what makes no sense', () => {
  const filter = createSeenFilter(kernels, { ...seenOptions, numRuns: 100_000, chance: 0.01 });
  expect([filter.numBytes, filter.numHashes]).toEqual([131_072, 7]);
  for (const wrong of [{ threshold: 0 }, { chance: 1 }, { numRuns: 1e12 }, { numWords: 0 }])
    expect(() => createSeenFilter(kernels, { ...seenOptions, ...wrong })).toThrow(/cannot be made/);
});

async function findStretches(texts: readonly string[], sampler: StretchSampler) {
  const records = texts.flatMap((text, document) =>
    withText(text, (pointer, length) =>
      Array.from(sampler.record(pointer, length, { unit: 0, document }), (block) => block.slice()),
    ),
  );
  const { stretchBytes } = sampler;
  const found = texts.map(() => [] as number[]);
  const options = { records: records.toReversed(), stretchBytes, folder, memoryBytes: 0 };
  for await (const { document, ranges } of findRepeatedStretches(options)) found[document] = [...ranges];
  return found;
}

/** Letters of no pattern; the same for the same seed. */
function scramble(seed: number, length: number): string {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return String.fromCharCode(97 + (state >>> 28));
  }).join('');
}

test('finds every stretch of the length asked for but for its ends, and only what stood before', async () => {
  const sampler = createStretchSampler(kernels, { minBytes: 40 });
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1000),
      fc.nat(200),
      fc.integer({ min: 20, max: 120 }),
      async (seed, start, length) => {
        const first = scramble(seed * 3 + 1, 400);
        const shared = first.slice(start, start + length);
        const second = `${scramble(seed * 3 + 2, 150)}${shared}${scramble(seed * 3 + 3, 150)}`;
        const [none, ranges = []] = await findStretches([first, second], sampler);
        expect(none).toEqual([]);
        expect(ranges.length).toBeLessThanOrEqual(2);
        if (length >= 40) expect(ranges.length).toBe(2);
        const [from = 150, to = 150] = ranges;
        expect(first.includes(second.slice(from, to))).toBe(true);
        if (length >= 40) expect([from <= 150 + 20, to >= 150 + length - 20]).toEqual([true, true]);
      },
    ),
    { numRuns: 30 },
  );
});

test('a long text repeats nothing of itself at the borders of its slices', async () => {
  const sampler = createStretchSampler(kernels, { minBytes: 64 });
  const text = Array.from({ length: 80_000 }, (_, at) => at.toString(36)).join(' ');
  const [once, twice = []] = await findStretches([text, text], sampler);
  expect(once).toEqual([]);
  expect(twice.length).toBe(2);
  expect((twice[1] ?? 0) - (twice[0] ?? 0)).toBeGreaterThan(text.length - 64);
});

test('a document is written without ranges, whole characters only', () => {
  const sampler = createStretchSampler(kernels, { minBytes: 40 });
  withText('我们在北京', (pointer, length) => {
    const out = kernels.reserve(length);
    const written = sampler.drop(pointer, length, { ranges: Uint32Array.of(1, 8, 12, 15), out });
    expect(read(out, written)).toBe('我在北');
  });
  expect(() => createStretchSampler(kernels, { minBytes: 8 })).toThrow(/too short/);
});
