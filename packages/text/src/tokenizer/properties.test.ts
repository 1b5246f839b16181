import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { encodePieceScalar, type ScalarPairs } from '../kernels/scalar/byte-pairs.ts';
import { pretokeniseScalar } from '../kernels/scalar/pretokenise.ts';
import { characterClassTable } from './character-tables.ts';
import { createTokenizer, type Tokenizer } from './create-tokenizer.ts';
import { createDecoder } from './decode-tokens.ts';
import { normaliseNfc } from './normalise-nfc.ts';
import { readTokenizerJson } from './read-tokenizer-json.ts';
import { type SplitPattern, splitPatternNumbers } from './split-patterns.ts';
import type { Vocabulary } from './vocabulary.ts';

const table = characterClassTable();
const stages = new DataView(table.buffer);

function classOf(codePoint: number): number {
  return table[17408 + stages.getUint16((codePoint >> 7) * 2, true) * 128 + (codePoint & 127)] ?? 0;
}

const classTests: readonly (readonly [number, RegExp])[] = [
  [1, /\p{L}/u],
  [2, /\p{M}/u],
  [4, /\p{N}/u],
  [8, /\p{White_Space}/u],
  [16, /[\p{P}\p{S}]/u],
  [32, /[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]/u],
  [64, /[\p{Ll}\p{Lm}\p{Lo}\p{M}]/u],
  [128, /[\u4e00-\u9fa5\u3040-\u30ff]/u],
];

/** Whether the engine's Unicode version classes a character as the table does. */
function isSettled(codePoint: number): boolean {
  const text = String.fromCodePoint(codePoint);
  const own = classTests.reduce((sum, [bit, pattern]) => sum + (pattern.test(text) ? bit : 0), 0);
  return own === classOf(codePoint);
}

let kernels: Kernels;
let vocabulary: Vocabulary;
let pairs: ScalarPairs;
let tokenizers: Map<string, Tokenizer>;

beforeAll(async () => {
  kernels = await loadKernels();
  const golden = JSON.parse(readFileSync(new URL('./__fixtures__/golden.json', import.meta.url), 'utf8'));
  vocabulary = { ...readTokenizerJson(JSON.stringify(golden.json)), addedTokens: [], normaliser: 'none' };
  const { tokens, merges } = vocabulary;
  const byteIds = new Map<number, number>();
  for (let id = 0; id + 1 < tokens.starts.length; id++) {
    const start = tokens.starts[id] ?? 0;
    if (tokens.starts[id + 1] === start + 1) byteIds.set(tokens.bytes[start] ?? 0, id);
  }
  const byPair = new Map<string, { rank: number; merged: number }>();
  for (let at = 0; at < merges.length; at += 3)
    byPair.set(`${merges[at]},${merges[at + 1]}`, { rank: at / 3, merged: merges[at + 2] ?? 0 });
  pairs = { byteIds, merges: byPair };
  const caches = { shortBits: 4, longBits: 2 };
  tokenizers = new Map(
    Object.keys(splitPatternNumbers).map((name) => [
      name,
      createTokenizer(kernels, { ...vocabulary, splitPattern: name as SplitPattern }, { caches }),
    ]),
  );
});

const characters = fc.oneof(
  fc.integer({ min: 0x20, max: 0x7e }),
  fc.constantFrom(
    ...[..." \t\n\r\v\f\u0085\u00a0\u2028\u3000'sStTrReEvVmMlLdD\u017f09/"].map((c) => c.codePointAt(0) ?? 0),
  ),
  fc.integer({ min: 0x80, max: 0x17ff }),
  fc.integer({ min: 0x3000, max: 0x31ff }),
  fc.integer({ min: 0x4e00, max: 0x9fff }),
  fc.integer({ min: 0xac00, max: 0xd7a3 }),
  fc.integer({ min: 0x1f300, max: 0x1faff }),
  fc.integer({ min: 0, max: 0x10ffff }).filter((code) => code < 0xd800 || code > 0xdfff),
);
const words = fc.constantFrom(
  '人人生而自由',
  'свободными',
  ' human',
  "don't",
  '____',
  'a'.repeat(40),
  '\u0e21\u0e19\u0e38',
);
const texts = fc
  .array(
    fc.oneof(
      characters.filter(isSettled).map((code) => String.fromCodePoint(code)),
      words,
    ),
    { maxLength: 80 },
  )
  .map((parts) => parts.join(''));

function pretokenise(text: string, pattern: number): string[] {
  const bytes = new TextEncoder().encode(text);
  const mark = kernels.mark();
  const pointer = kernels.reserve(bytes.length);
  kernels.bytes().set(bytes, pointer);
  const classes = kernels.reserve(table.length);
  kernels.bytes().set(table, classes);
  const out = kernels.reserve(bytes.length * 4);
  const num = kernels.calls.pretokenise(pointer, bytes.length, classes, pattern, out);
  const ends = new Uint32Array(kernels.bytes().slice(out, out + num * 4).buffer);
  kernels.release(mark);
  return Array.from(ends, (end, index) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(ends[index - 1] ?? 0, end)),
  );
}

test.each(Object.entries(splitPatternNumbers))(
  'the pieces of %s are those of its regular expression',
  (_, number) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(pretokenise(text, number)).toEqual(pretokeniseScalar(text, number));
      }),
      { numRuns: 400 },
    );
  },
);

test.each(Object.entries(splitPatternNumbers))(
  'the ids of %s are those of merging by rank',
  (name, number) => {
    fc.assert(
      fc.property(texts, (text) => {
        const pieces = pretokeniseScalar(text, number);
        const expected = pieces.flatMap((piece) => encodePieceScalar(new TextEncoder().encode(piece), pairs));
        expect(Array.from(tokenizers.get(name)?.encodeText(text) ?? [])).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  },
);

test('bytes that are not UTF-8 come back as they were', () => {
  const decoder = createDecoder(vocabulary);
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(...Object.keys(splitPatternNumbers)),
      (bytes, name) => {
        const ids = tokenizers.get(name)?.encodeText(bytes) ?? new Uint32Array();
        expect(Buffer.compare(decoder.bytesOf(ids), bytes)).toBe(0);
      },
    ),
    { numRuns: 500 },
  );
});

test('what passes the quick check is in NFC', () => {
  const tokenizer = createTokenizer(kernels, { ...vocabulary, normaliser: 'nfc' });
  const decoder = createDecoder(vocabulary);
  const marks = fc.constantFrom(
    'e',
    '\u0301',
    '\u0323',
    '\u0f71',
    '\u0f80',
    '\u1100',
    '\u1161',
    '\u11a8',
    '\u05b0',
    '\u2126',
    '\u09be',
  );
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          marks,
          characters.map((code) => String.fromCodePoint(code)),
        ),
        { maxLength: 30 },
      ),
      (parts) => {
        const text = parts.join('');
        expect(decoder.textOf(tokenizer.encodeText(text))).toBe(normaliseNfc(text));
      },
    ),
    { numRuns: 400 },
  );
});

test('two million underscores are encoded within the time of a test', () => {
  const ids = tokenizers.get('qwen2')?.encodeText('_'.repeat(2_000_000)) ?? [];
  expect(ids.length).toBe(2_000_000 / 64);
  expect(new Set(ids).size).toBe(1);
});
