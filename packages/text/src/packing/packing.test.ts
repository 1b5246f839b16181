import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTokenShards } from '../shards/read-token-shards.ts';
import { openTokenShardWriter } from '../shards/write-token-shards.ts';
import { createPermutation } from '../shuffle/create-permutation.ts';
import { createBestFit } from './best-fit.ts';
import { createConcatenatingPacker } from './concatenate.ts';
import { createNumberSet } from './number-set.ts';
import { createBestFitPacker } from './pack-best-fit.ts';
import { packShards } from './pack-shards.ts';
import type { PackedSequence, Packer, SequenceOptions } from './packed-sequence.ts';

const padding = 0;
const endOfText = 1;

/** Documents of ids that occur once, so that a packing can be taken apart again. */
const anyDocuments = fc.array(fc.nat(40), { maxLength: 60 }).map((lengths) => {
  let next = 2;
  return lengths.map((length) => Array.from({ length }, () => next++));
});

function pack(packer: Packer, documents: readonly number[][]): PackedSequence[] {
  const sequences = documents.flatMap((ids) => packer.add(Uint32Array.from(ids)));
  return [...sequences, ...packer.finish()];
}

/** The stretches of a sequence without its padding. */
function stretchesOf({ ids, ends, numPadding }: PackedSequence): number[][] {
  const stretches = ends.map((end, place) => [...ids.subarray(ends[place - 1] ?? 0, end)]);
  if (numPadding > 0) expect(stretches.pop()).toEqual(Array(numPadding).fill(padding));
  return stretches;
}

const packers: Record<string, (options: SequenceOptions) => Packer> = {
  concatenating: createConcatenatingPacker,
  'best fit': (options) => createBestFitPacker({ ...options, windowDocuments: 10 }),
};

describe.each(Object.entries(packers))('%s', (_, createPacker) => {
  test('puts every token into one sequence, and ends where documents end', () => {
    fc.assert(
      fc.property(
        anyDocuments,
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        (documents, sequenceTokens, hasEnd) => {
          const packer = createPacker({ sequenceTokens, padding, ...(hasEnd ? { endOfText } : {}) });
          const sequences = pack(packer, documents);
          const wanted = documents
            .filter((ids) => ids.length > 0)
            .map((ids) => (hasEnd ? [...ids, endOfText] : ids));
          const stretches = sequences.flatMap(stretchesOf);
          for (const { ids, ends } of sequences) {
            expect(ids).toHaveLength(sequenceTokens);
            expect(ends.at(-1)).toBe(sequenceTokens);
            expect([...new Set(ends)].sort((a, b) => a - b)).toEqual(ends);
          }
          const ordinary = (lists: number[][]) => lists.flat().filter((id) => id > endOfText);
          expect(ordinary(stretches).sort((a, b) => a - b)).toEqual(ordinary(wanted));
          const { utilisation, ...counts } = packer.report();
          const numTokens = wanted.flat().length;
          const numPadding = sequences.length * sequenceTokens - numTokens;
          const numSequences = sequences.length;
          expect(counts).toEqual({
            ...counts,
            numDocuments: documents.length,
            numTokens,
            numPadding,
            numSequences,
          });
          expect(utilisation).toBeCloseTo(numSequences === 0 ? 1 : numTokens / (numTokens + numPadding), 12);
        },
      ),
    );
  });

  test('refuses sequences without length', () => {
    expect(() => createPacker({ sequenceTokens: 0, padding })).toThrow('cannot have 0 tokens');
  });
});

test('concatenation is the documents in a row, padded at the end alone', () => {
  fc.assert(
    fc.property(anyDocuments, fc.integer({ min: 1, max: 50 }), (documents, sequenceTokens) => {
      const sequences = pack(createConcatenatingPacker({ sequenceTokens, padding }), documents);
      const { numPadding = 0 } = sequences.at(-1) ?? {};
      const all = sequences.flatMap(({ ids }) => [...ids]);
      expect(all.slice(0, all.length - numPadding)).toEqual(documents.flat());
      expect(numPadding).toBeLessThan(sequenceTokens);
    }),
  );
});

test('best fit cuts a document only where it is longer than a sequence, and then into whole sequences first', () => {
  fc.assert(
    fc.property(anyDocuments, fc.integer({ min: 1, max: 50 }), (documents, sequenceTokens) => {
      const packer = createBestFitPacker({ sequenceTokens, padding, windowDocuments: 7 });
      const key = (lists: number[][]) => lists.map((ids) => ids.join()).sort();
      const stretches = key(pack(packer, documents).flatMap(stretchesOf));
      const pieces = documents.flatMap((ids) =>
        Array.from({ length: Math.ceil(ids.length / sequenceTokens) }, (_, at) =>
          ids.slice(at * sequenceTokens, (at + 1) * sequenceTokens),
        ),
      );
      expect(stretches).toEqual(key(pieces));
      expect(packer.report().numCut).toBe(documents.filter((ids) => ids.length > sequenceTokens).length);
    }),
  );
});

test('best fit fills nearly all of sequences with documents of ordinary lengths', () => {
  const packer = createBestFitPacker({ sequenceTokens: 2048, padding, windowDocuments: 500 });
  for (let at = 0; at < 5000; at += 1) packer.add(new Uint32Array(1 + ((at * 7919) % 1500)));
  packer.finish();
  expect(packer.report().utilisation).toBeGreaterThan(0.995);
});

test('best fit takes the sequence with the least room that is enough', () => {
  const fit = createBestFit(10);
  expect([7, 4, 3].map((length) => fit.place(length))).toEqual([
    { sequence: 0, isFull: false },
    { sequence: 1, isFull: false },
    { sequence: 0, isFull: true },
  ]);
  expect(fit.place(5)).toEqual({ sequence: 1, isFull: false });
  expect([fit.numOpen, fit.closeFullest(), fit.closeFullest()]).toEqual([1, 1, -1]);
});

test('a set of numbers finds the least from a number on', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3000 }),
      fc.array(fc.record({ value: fc.nat(2999), adds: fc.boolean(), from: fc.nat(3100) }), { maxLength: 80 }),
      (bound, steps) => {
        const set = createNumberSet(bound);
        const twin = new Set<number>();
        for (const { value, adds, from } of steps) {
          const member = value % bound;
          if (adds) {
            set.add(member);
            twin.add(member);
          } else {
            set.remove(member);
            twin.delete(member);
          }
          expect(set.leastFrom(from)).toBe(firstOf(twin, from));
        }
      },
    ),
  );
});

function firstOf(members: ReadonlySet<number>, from: number): number {
  return [...members].filter((one) => one >= from).sort((a, b) => a - b)[0] ?? -1;
}

describe('packShards', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-packing-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const settings = { vocabularySize: 5000, tokenizerDigest: `sha256:${'00'.repeat(32)}`, shardTokens: 64 };

  test('packs documents in a shuffled order into shards of whole sequences', async () => {
    const documents = Array.from({ length: 50 }, (_, at) =>
      Array.from({ length: at % 13 }, (__, id) => 2 + at * 13 + id),
    );
    const source = await openTokenShardWriter(join(folder, 'source'), settings);
    for (const ids of documents) await source.append(Uint32Array.from(ids), [ids.length]);
    await source.finish();
    const reader = openTokenShards(join(folder, 'source'));
    const { at } = createPermutation(documents.length, 'packing');
    const order = Array.from({ length: documents.length }, (_, place) => at(place));
    const packing = { sequenceTokens: 16, padding };
    const writer = await openTokenShardWriter(join(folder, 'packed'), { ...settings, packing });
    const packer = createBestFitPacker({ ...packing, windowDocuments: 20 });
    const report = await packShards({ reader, order, packer, writer });
    const packed = openTokenShards(join(folder, 'packed'));
    packed.verify();
    expect(packed.manifest.packing).toEqual(packing);
    expect(packed.manifest.numTokens).toBe(report.numSequences * 16);
    expect(packed.manifest.shards.every(({ numTokens }) => numTokens % 16 === 0 && numTokens <= 64)).toBe(
      true,
    );
    const found = Array.from({ length: packed.numDocuments }, (_, place) =>
      [...packed.readDocument(place)].join(),
    );
    const wanted = documents.filter((ids) => ids.length > 0).map((ids) => ids.join());
    expect(found.filter((ids) => !/^0(,0)*$/.test(ids)).sort()).toEqual(wanted.sort());
    const again = await openTokenShardWriter(join(folder, 'packed'), { ...settings, packing });
    await expect(packShards({ reader, packer, writer: again })).rejects.toMatchObject({
      code: 'argument-invalid',
    });
    reader.close();
    packed.close();
  });
});
