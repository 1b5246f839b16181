import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { hash64Scalar } from '../kernels/scalar/hash.ts';
import { cutUnitsScalar } from '../kernels/scalar/units.ts';
import { createDigester, type Digester, type DigestKind } from './create-digester.ts';
import { createLineCutter, type LineCutter, type LineOptions } from './create-line-cutter.ts';
import { findExactDuplicates } from './find-exact-duplicates.ts';
import { findRepeatedLines } from './find-repeated-lines.ts';

let kernels: Kernels;
let folder: string;
let digesters: Record<DigestKind, Digester>;
beforeAll(async () => {
  kernels = await loadKernels();
  digesters = { bytes: createDigester(kernels, 'bytes'), words: createDigester(kernels, 'words') };
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-duplicates-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const encoder = new TextEncoder();
function withText<T>(text: string, use: (pointer: number, length: number) => T): T {
  const mark = kernels.mark();
  const bytes = encoder.encode(text);
  const pointer = kernels.reserve(bytes.length);
  kernels.bytes().set(bytes, pointer);
  const result = use(pointer, bytes.length);
  kernels.release(mark);
  return result;
}

function digestTexts(texts: readonly string[], kind: DigestKind): Uint8Array {
  const digester = digesters[kind];
  const digests = texts.map((text) =>
    withText(text, (pointer, length) => {
      const out = kernels.reserve(16);
      digester.digest(pointer, length, out);
      return kernels.bytes().slice(out, out + 16);
    }),
  );
  return Buffer.concat(digests);
}

async function findExact(units: readonly string[][], kind: DigestKind, scopes?: Uint32Array[]) {
  const inputs = units.map((texts, unit) => ({
    unit,
    digests: digestTexts(texts, kind),
    scopes: scopes?.[unit],
  }));
  const found: number[][] = [];
  const options = { inputs: inputs.toReversed(), folder, memoryBytes: 0 };
  for await (const { unit, duplicates } of findExactDuplicates(options))
    for (let at = 0; at < duplicates.length; at += 3) found.push([unit, ...duplicates.slice(at, at + 3)]);
  expect(await readdir(folder)).toEqual([]);
  return found;
}

test('documents of the same bytes, or of the same words, are told with the first of them', async () => {
  const units = [
    ['a b', 'c', ''],
    ['A, b!', 'c', 'a b', ''],
  ];
  const ofBytes = [
    [1, 1, 0, 1],
    [1, 2, 0, 0],
    [1, 3, 0, 2],
  ];
  expect(await findExact(units, 'bytes')).toEqual(ofBytes);
  expect(await findExact(units, 'words')).toEqual([[1, 0, 0, 0], ...ofBytes]);
  const scopes = [Uint32Array.of(0, 1, 0), Uint32Array.of(1, 1, 1, 1)];
  expect(await findExact(units, 'bytes', scopes)).toEqual([[1, 1, 0, 1]]);
});

test('a digest of bytes begins with their xxHash64', () => {
  const digest = digestTexts(['abc'], 'bytes');
  expect(new DataView(digest.buffer, digest.byteOffset).getBigUint64(0, true)).toBe(
    hash64Scalar(encoder.encode('abc')),
  );
});

test('texts have equal digests of words where their words are equal', () => {
  const text = fc
    .array(fc.constantFrom('a', 'B', 'ab', ' ', '\n', '，', '我', 'é', 'E\u0301', '1'), { maxLength: 6 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (a, b) => {
      const [left, right] = [digestTexts([a], 'words'), digestTexts([b], 'words')];
      const areEqual =
        JSON.stringify(cutUnitsScalar(a, 'words')) === JSON.stringify(cutUnitsScalar(b, 'words'));
      expect(Buffer.compare(left, right) === 0).toBe(areEqual);
    }),
  );
});

/** Line repeats as sets of strings find them, and what is left of each text. */
function dropRepeatsScalar(texts: readonly string[], { kind, span }: LineOptions): string[] {
  const seen = new Set<string>();
  const ends = kind === 'line' ? /(?<=\n)(?!\n)/ : /(?<=\n\n)(?!\n)/;
  return texts.map((text) => {
    const lines: { text: string; words: string }[] = [];
    for (const line of text.split(ends)) {
      const words = JSON.stringify(cutUnitsScalar(line, 'words'));
      const last = lines.at(-1);
      if (words !== '[]') lines.push({ text: line, words });
      else if (last) last.text += line;
      else lines.push({ text: line, words: '' });
      const first = lines[0];
      if (lines.length === 2 && first?.words === '') lines.splice(0, 2, { text: first.text + line, words });
    }
    const dropped = new Set<number>();
    for (let at = 0; at + span <= lines.length; at += 1) {
      const key = lines.slice(at, at + span).map(({ words }) => words);
      if (key[0] === '') continue;
      const isRepeated = seen.has(key.join());
      seen.add(key.join());
      for (let line = at; isRepeated && line < at + span; line += 1) dropped.add(line);
    }
    if (lines[0]?.words === '') return '';
    return lines
      .filter((_, at) => !dropped.has(at))
      .map((line) => line.text)
      .join('');
  });
}

async function dropRepeats(texts: readonly string[], cutter: LineCutter): Promise<string[]> {
  const records = texts.map((text, document) =>
    withText(text, (pointer, length) => cutter.record(pointer, length, { unit: 0, document }).slice()),
  );
  const dropped = texts.map(() => [] as number[]);
  for await (const { lines } of findRepeatedLines({ records: records.toReversed(), folder, memoryBytes: 0 }))
    for (let at = 0; at < lines.length; at += 3) dropped[lines[at] ?? 0]?.push(lines[at + 1] ?? 0);
  return texts.map((text, document) =>
    withText(text, (pointer, length) => {
      const out = kernels.reserve(length);
      const numbers = Uint32Array.from(dropped[document] ?? []);
      const written = cutter.drop(pointer, length, { lines: numbers, out });
      return new TextDecoder().decode(kernels.bytes().slice(out, out + written));
    }),
  );
}

test('repeated lines and spans are dropped, the first is kept, as sets of strings would have it', async () => {
  const line = fc.constantFrom('a', 'A!', 'b', 'b c', '我们', '...', '', 'd');
  const text = fc.array(fc.tuple(line, fc.constantFrom('\n', '\n', '\n\n')), { maxLength: 8 });
  const texts = fc.array(text, { minLength: 1, maxLength: 5 });
  for (const options of [
    { kind: 'line', span: 1 },
    { kind: 'paragraph', span: 1 },
    { kind: 'line', span: 3 },
  ] as const) {
    const cutter = createLineCutter(kernels, options);
    await fc.assert(
      fc.asyncProperty(texts, async (made) => {
        const given = made.map((lines) => lines.flat().join(''));
        expect(await dropRepeats(given, cutter)).toEqual(dropRepeatsScalar(given, options));
      }),
      { numRuns: 40 },
    );
  }
});

test('a repeated line is told with the how-manieth occurrence it is', async () => {
  const cutter = createLineCutter(kernels, { kind: 'line', span: 1 });
  const records = ['same\nx', 'same\nSAME'].map((text, document) =>
    withText(text, (pointer, length) => cutter.record(pointer, length, { unit: 4, document }).slice()),
  );
  const found = [];
  for await (const one of findRepeatedLines({ records, folder, memoryBytes: 0 })) found.push(one);
  expect(found).toEqual([{ unit: 4, lines: Uint32Array.of(1, 0, 2, 1, 1, 3) }]);
});
