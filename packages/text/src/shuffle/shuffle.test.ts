import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPermutation } from './create-permutation.ts';
import { readShuffledBucket, writeShufflePart } from './external-shuffle.ts';

describe('createPermutation', () => {
  test('is a permutation with its inverse, for any count and seed', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.string(), (count, seed) => {
        const permutation = createPermutation(count, seed);
        const values = Array.from({ length: count }, (_, place) => permutation.at(place));
        expect(new Set(values).size).toBe(count);
        expect(Math.max(-1, ...values)).toBe(count - 1);
        expect(values.map(permutation.placeOf)).toEqual([...values.keys()]);
      }),
    );
  });

  test('goes there and back among more things than 32 bits count', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 52 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (count, share) => {
          const permutation = createPermutation(count, 'far');
          const place = Math.min(count - 1, Math.floor(share * count));
          const value = permutation.at(place);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(count);
          expect(permutation.placeOf(value)).toBe(place);
        },
      ),
    );
  });

  test.each([4, 5, 6])('all orders of %d things are about as frequent over many seeds', (count) => {
    const orders = new Map<string, number>();
    const numSeeds = 20_000;
    for (let seed = 0; seed < numSeeds; seed += 1) {
      const { at } = createPermutation(count, String(seed));
      const order = Array.from({ length: count }, (_, place) => at(place)).join();
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    const numOrders = { 4: 24, 5: 120, 6: 720 }[count] ?? 0;
    expect(orders.size).toBe(numOrders);
    const expected = numSeeds / numOrders;
    const chiSquare = [...orders.values()].reduce(
      (sum, found) => sum + (found - expected) ** 2 / expected,
      0,
    );
    // Mean numOrders - 1, deviation sqrt(2 (numOrders - 1)); five deviations above.
    expect(chiSquare).toBeLessThan(numOrders - 1 + 5 * Math.sqrt(2 * (numOrders - 1)));
  });

  test('neighbours are no longer neighbours, and no place prefers a region', () => {
    const count = 100_000;
    const { at } = createPermutation(count, 'spread');
    let numNear = 0;
    const regions = new Array<number>(10).fill(0);
    for (let place = 1; place < count; place += 1) {
      if (Math.abs(at(place) - at(place - 1)) < 100) numNear += 1;
      const region = Math.floor((at(place) / count) * 10);
      if (place < count / 10) regions[region] = (regions[region] ?? 0) + 1;
    }
    expect(numNear).toBeGreaterThan(120);
    expect(numNear).toBeLessThan(280);
    for (const found of regions) expect(Math.abs(found - 1000)).toBeLessThan(150);
  });

  test('a seed means the same order for ever', () => {
    const { at } = createPermutation(10, 'pinned');
    expect(Array.from({ length: 10 }, (_, place) => at(place))).toMatchInlineSnapshot(`
      [
        1,
        5,
        6,
        7,
        2,
        8,
        0,
        3,
        4,
        9,
      ]
    `);
  });
});

describe('the external shuffle', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-shuffle-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function shuffle(numRecords: number, partSize: number, numBuckets: number): Promise<number[]> {
    const options = { numPlaces: numRecords, numBuckets };
    const { placeOf } = createPermutation(numRecords, 'a seed');
    const paths: string[] = [];
    for (let first = 0; first < numRecords; first += partSize) {
      const numbers = Array.from({ length: Math.min(partSize, numRecords - first) }, (_, at) => first + at);
      const path = join(folder, `${paths.length}.part`);
      const records = numbers.map((number) => ({
        place: placeOf(number),
        bytes: new TextEncoder().encode(`record ${number}`),
      }));
      await writeShufflePart(path, records, options);
      paths.push(path);
    }
    const order: number[] = [];
    for (let bucket = 0; bucket < numBuckets; bucket += 1)
      for (const { place, bytes } of await readShuffledBucket(paths, bucket, options)) {
        expect(place).toBe(order.length);
        order.push(Number(new TextDecoder().decode(bytes).replace('record ', '')));
      }
    return order;
  }

  test('gives the order of the places, whatever the parts and buckets', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(200),
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 1, max: 9 }),
        async (numRecords, partSize, numBuckets) => {
          const { at } = createPermutation(numRecords, 'a seed');
          const expected = Array.from({ length: numRecords }, (_, place) => at(place));
          expect(await shuffle(numRecords, partSize, numBuckets)).toEqual(expected);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('refuses parts of another order and numbers of buckets that are none', async () => {
    const path = join(folder, 'one.part');
    await writeShufflePart(path, [], { numPlaces: 5, numBuckets: 3 });
    for (const other of [
      { numPlaces: 6, numBuckets: 3 },
      { numPlaces: 5, numBuckets: 2 },
    ])
      await expect(readShuffledBucket([path], 0, other)).rejects.toMatchObject({ code: 'argument-invalid' });
    for (const numBuckets of [0, 1.5, 10_000])
      await expect(writeShufflePart(path, [], { numPlaces: 5, numBuckets })).rejects.toMatchObject({
        code: 'argument-invalid',
      });
  });
});
