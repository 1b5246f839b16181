import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { repairMojibake } from '../repair/repair-mojibake.ts';
import { type Kernels, loadKernels } from './load-kernels.ts';
import { cleanTextScalar } from './scalar/clean-text.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

/** Gives bytes to a kernel, at any alignment, with other text behind them. */
function withBytes<Result>(bytes: Uint8Array, use: (pointer: number) => Result): Result {
  const mark = kernels.mark();
  const pointer = kernels.reserve(bytes.length + 32) + (bytes.length % 16);
  kernels.bytes().set(bytes, pointer);
  kernels.bytes().fill(0xa9, pointer + bytes.length, pointer + bytes.length + 16);
  const result = use(pointer);
  kernels.release(mark);
  return result;
}

const encode = (text: string) => new TextEncoder().encode(text);
const read = (pointer: number, length: number) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(kernels.bytes().slice(pointer, pointer + length));

function isStrict(bytes: Uint8Array): number {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 1;
  } catch {
    return 0;
  }
}

const edges = [
  ...['61', '7f', '80', 'bf', 'c0', 'c1', 'c280', 'dfbf', 'e0a080', 'e09f80', 'ed9fbf', 'eda080', 'efbfbf'],
  ...['f0908080', 'f08f8080', 'f48fbfbf', 'f4908080', 'f5', 'ff', 'e4', 'e4b8', 'f0', 'f09f', 'f09f98', 'c3'],
].map((hex) => Buffer.from(hex, 'hex'));
const pieces = fc.oneof(
  fc.constantFrom(...edges),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => Buffer.from(text)),
  fc.constant(Buffer.from('plain ASCII of more than one block of sixteen')),
);
const nearlyUtf8 = fc.array(pieces, { maxLength: 12 }).map((parts) => Buffer.concat(parts));

test('tells UTF-8 as the strict decoder does', () => {
  fc.assert(
    fc.property(nearlyUtf8, (bytes) => {
      expect(withBytes(bytes, (at) => kernels.calls.isUtf8(at, bytes.length))).toBe(isStrict(bytes));
    }),
    { numRuns: 3000 },
  );
});

test('tells every pair and triple of edge bytes', () => {
  for (const first of edges)
    for (const second of edges)
      for (const third of edges) {
        const bytes = Buffer.concat([Buffer.from('0123456789abc'), first, second, third]);
        expect(withBytes(bytes, (at) => kernels.calls.isUtf8(at, bytes.length))).toBe(isStrict(bytes));
      }
});

test('replaces what is broken as the lenient decoder does, and counts it', () => {
  fc.assert(
    fc.property(nearlyUtf8, (bytes) => {
      const written = withBytes(bytes, (at) => {
        const room = kernels.reserve(bytes.length * 3 + 16);
        const count = kernels.reserve(4);
        const length = kernels.calls.repairUtf8(at, bytes.length, room, count);
        return {
          text: read(room, length),
          num: new DataView(kernels.bytes().buffer).getUint32(count, true),
        };
      });
      const expected = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
      expect(written.text).toBe(expected);
      const numWritten = bytes.toString('latin1').split('\xef\xbf\xbd').length - 1;
      expect(written.num).toBe(expected.split('\ufffd').length - 1 - numWritten);
    }),
    { numRuns: 2000 },
  );
});

const awkward = fc.constantFrom(
  ...[
    'a',
    'é',
    '我',
    '，',
    'Ａ',
    '\u3000',
    '\u00a0',
    '\u2009',
    '\u200b',
    '\u200c',
    '\u200d',
    '\ufeff',
    '\u00ad',
  ],
  ...[
    '\r',
    '\n',
    '\r\n',
    '\t',
    '\0',
    '\x1b',
    '\x1b[31m',
    '[0;1m',
    '\x7f',
    '\u0085',
    '\u2028',
    '\u1680',
    '\u205f',
  ],
  ...[
    'क',
    '👩',
    '\u2060',
    '\u202e',
    '\u2069',
    '“',
    'ﬁ',
    '！',
    '～',
    '\u00c2',
    'plain text of some length ',
    '\f',
    'ế',
  ],
);

test.each([false, true])('cleans as its scalar twin, full-width forms folded: %s', (foldsWide) => {
  const text = fc.oneof(
    fc.array(awkward, { maxLength: 40 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 60 }),
  );
  fc.assert(
    fc.property(text, (made) => {
      const bytes = encode(made);
      const cleaned = withBytes(bytes, (at) => {
        const room = kernels.reserve(bytes.length + 16);
        return read(room, kernels.calls.cleanText(at, bytes.length, room, foldsWide ? 1 : 0));
      });
      expect(cleaned).toBe(cleanTextScalar(made, foldsWide));
    }),
    { numRuns: 2000 },
  );
});

test('counts control bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ min: 1, max: 130, maxLength: 70 }), (bytes) => {
      const num = bytes.filter(
        (byte) => byte === 0x7f || (byte < 0x20 && !(byte >= 8 && byte <= 13) && byte !== 0x1b),
      ).length;
      expect(withBytes(bytes, (at) => kernels.calls.countControls(at, bytes.length))).toBe(num);
    }),
  );
  expect(withBytes(encode('a\0'), (at) => kernels.calls.countControls(at, 2))).toBe(-1);
});

test('the first look for mojibake misses nothing that would be mended', () => {
  const parts = fc.constantFrom(
    ...[
      'Ã',
      'Â',
      'é',
      ' »',
      '»',
      '\u00a0',
      '©',
      '“',
      '”',
      '’',
      '…',
      'ä',
      'º',
      '\x81',
      'ð',
      'Ÿ',
      '˜',
      '€',
      'Å',
      'œ',
      'a',
      ' ',
    ],
    ...['Ã©', 'â€™', 'ðŸ˜€', 'ÃƒÂ©', 'æˆ‘', 'Ž', 'ž', 'ƒ', '™', 'ß', '.'],
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 30 }), (made) => {
      const text = made.join('');
      const bytes = encode(text);
      const mayHold = withBytes(bytes, (at) => kernels.calls.hasMojibake(at, bytes.length));
      if (repairMojibake(text).numMended > 0) expect(mayHold).toBe(1);
    }),
    { numRuns: 3000, examples: [[['ä', '\u00a0', '€']]] },
  );
});
