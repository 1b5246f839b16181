import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { listShinglesScalar, signScalar } from '../kernels/scalar/signatures.ts';
import { type ClusterOptions, clusterDuplicates } from './cluster-duplicates.ts';
import { createSigner, type Signer } from './create-signer.ts';
import type { SignedUnit } from './hash-bands.ts';
import { type MinhashScheme, minhashSchemes } from './minhash-scheme.ts';
import { createShingleSigner } from './sign-shingles.ts';

let kernels: Kernels;
let folder: string;
beforeAll(async () => {
  kernels = await loadKernels();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-minhash-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function withText<T>(text: string, use: (pointer: number, length: number) => T): T {
  const mark = kernels.mark();
  const bytes = new TextEncoder().encode(text);
  const pointer = kernels.reserve(bytes.length);
  kernels.bytes().set(bytes, pointer);
  const result = use(pointer, bytes.length);
  kernels.release(mark);
  return result;
}

function sign(signer: Signer, text: string) {
  return withText(text, (pointer, length) => {
    const out = kernels.reserve(signer.signatureBytes);
    signer.sign(pointer, length, out);
    return new Uint8Array(kernels.bytes().subarray(out, out + signer.signatureBytes));
  });
}

const awkward = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'the ',
        'The ',
        'cat',
        ' sat',
        '\n',
        ', ',
        '我们',
        '北京',
        'カタ',
        'ｶﾞ',
        'e\u0301',
        'é',
        'ß',
        'ﬁ',
        '½',
      ),
      fc.constantFrom(
        '\u0301',
        'ﷺ',
        '㍻',
        'Ａ１',
        'İ',
        '한국',
        '\u200d',
        'नमस्ते',
        '😀',
        '\u00ad',
        ' \u0301 ',
        "don't",
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 80 },
  )
  .map((parts) => parts.join(''));

test('shingles and signatures equal those of the scalar twin', () => {
  const schemes: MinhashScheme[] = [
    minhashSchemes.standard,
    { ...minhashSchemes.standard, shingle: { kind: 'characters', size: 3 }, slotBytes: 4, seed: 7 },
    { ...minhashSchemes.standard, shingle: { kind: 'words', size: 1 }, numSlots: 16, slotBytes: 2, bands: 2 },
  ];
  for (const scheme of schemes) {
    const signer = createSigner(kernels, scheme);
    const { list } = createShingleSigner(kernels, scheme);
    fc.assert(
      fc.property(awkward, (text) => {
        const signature = sign(signer, text);
        const Slots = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array }[scheme.slotBytes as 1 | 2 | 4];
        expect([...new Slots(signature.buffer)]).toEqual(signScalar(text, scheme));
        const listed = [...new Set(listShinglesScalar(text, scheme))].sort((a, b) => (a < b ? -1 : 1));
        expect([...withText(text, list)]).toEqual(listed);
      }),
      { numRuns: 60 },
    );
  }
});

test('a text is cut the same whether or not it fits into the units that are cut at once', () => {
  const text = Array.from({ length: 5000 }, (_, at) => `word${at % 97} 我${at}`).join(' ');
  const signer = createSigner(kernels, minhashSchemes.standard);
  for (const long of [text, '㍻'.repeat(3000), `${'ﷺ'.repeat(900)} end`]) {
    const signature = sign(signer, long);
    expect([...signature]).toEqual(signScalar(long, minhashSchemes.standard));
  }
});

test('case, width, accents and punctuation do not count, and a text without words is not signed', () => {
  const signer = createSigner(kernels, minhashSchemes.standard);
  expect(sign(signer, 'Ｈｅｌｌｏ, WÖRLD — “déjà vu”!')).toEqual(sign(signer, 'hello world deja vu'));
  expect(sign(signer, ' …!\n').every((byte) => byte === 255)).toBe(true);
});

test('a scheme whose numbers do not fit together is refused', () => {
  const make = (change: Partial<MinhashScheme>) => () =>
    createSigner(kernels, { ...minhashSchemes.standard, ...change });
  expect(make({ numSlots: 100 })).toThrow(/power of two/);
  expect(make({ bands: 65 })).toThrow(/more than the slots/);
  expect(make({ slotBytes: 8 })).toThrow(/1 or 2 or 4/);
});

const vocabulary = Array.from({ length: 300 }, (_, at) => `w${at}`);
/** A text of its own for each number, and the same with some words replaced. */
function makeText(number: number, share = 0): string {
  let state = number * 7919 + 1;
  const draw = (below: number) => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) >>> 0;
    state = (state + 0x9e3779b9) >>> 0;
    return state % below;
  };
  const words = Array.from({ length: 200 }, () => vocabulary[draw(300)] ?? '');
  return words.map((word, at) => (at < share * 200 ? `other${number}x${at}` : word)).join(' ');
}

function signUnits(texts: readonly string[][]): SignedUnit[] {
  const signer = createSigner(kernels, minhashSchemes.standard);
  return texts.map((documents, unit) => ({
    unit,
    numDocuments: documents.length,
    signatures: Buffer.concat(documents.map((text) => sign(signer, text))),
  }));
}

async function cluster(inputs: SignedUnit[], options: Partial<ClusterOptions> = {}): Promise<number[][]> {
  const found: number[][] = [];
  const scheme = minhashSchemes.standard;
  const defaults = { inputs, scheme, folder, memoryBytes: 1 << 24, threshold: 0.8 };
  for await (const { unit, duplicates } of clusterDuplicates({ ...defaults, ...options }))
    for (let at = 0; at < duplicates.length; at += 3) found.push([unit, ...duplicates.slice(at, at + 3)]);
  expect(await readdir(folder)).toEqual([]);
  return found;
}

const units = () => [
  [makeText(1), makeText(2), makeText(3), ''],
  [makeText(4), makeText(2, 0.02), makeText(1, 0.5), ''],
  [makeText(3), makeText(2, 0.04), makeText(5)],
];

test('documents that are alike are told with the first of them, those that are not are left alone', async () => {
  const wanted = [
    [1, 1, 0, 1],
    [2, 0, 0, 2],
    [2, 1, 0, 1],
  ];
  const signed = signUnits(units());
  expect(await cluster(signed)).toEqual(wanted);
  expect(await cluster(signed.toReversed(), { memoryBytes: 0 })).toEqual(wanted);
});

test('only documents of the same scope are compared', async () => {
  const signed = signUnits(units()).map((unit) => ({
    ...unit,
    scopes: Uint32Array.from({ length: unit.numDocuments }, () => (unit.unit === 2 ? 1 : 0)),
  }));
  expect(await cluster(signed)).toEqual([[1, 1, 0, 1]]);
});

test('an exact comparison has the last word', async () => {
  const asked: unknown[] = [];
  const compare: ClusterOptions['compare'] = (a, b) => {
    asked.push([a, b]);
    return b.document === 1 ? 0.79 : 0.81;
  };
  expect(await cluster(signUnits(units()), { compare })).toEqual([[2, 0, 0, 2]]);
  expect(asked).toContainEqual([
    { unit: 0, document: 2 },
    { unit: 2, document: 0 },
  ]);
});
