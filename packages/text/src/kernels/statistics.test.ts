import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { nameColumns } from '../statistics/columns.ts';
import { createDocumentMeter, type DocumentMeter, gopherStopWords } from '../statistics/measure-document.ts';
import { type Kernels, loadKernels } from './load-kernels.ts';
import { measureScalar } from './scalar/statistics.ts';

let kernels: Kernels;
let english: DocumentMeter;
let chinese: DocumentMeter;
const dictionary = new Set(['我们', '北京', '北京大学', '大学', '学生', '大学生物学', '我们的家', '𠀀我']);
beforeAll(async () => {
  kernels = await loadKernels();
  english = createDocumentMeter(kernels);
  chinese = createDocumentMeter(kernels, { chineseWords: [...dictionary] });
});

function measure(text: string, meter = english) {
  const mark = kernels.mark();
  const bytes = new TextEncoder().encode(text);
  const pointer = kernels.reserve(bytes.length);
  kernels.bytes().set(bytes, pointer);
  const row = nameColumns(meter.measure(pointer, bytes.length));
  const keepLines = (isStrict: boolean) => {
    const out = kernels.reserve(bytes.length + 16);
    const length = meter.keepLines(pointer, bytes.length, { out, isStrict });
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(kernels.bytes().slice(out, out + length));
  };
  const kept = { strict: keepLines(true), loose: keepLines(false) };
  kernels.release(mark);
  return { row, ...kept };
}

const pieces = [
  ...[
    'the',
    'to',
    'word',
    'Letters',
    "don't",
    'cannot',
    'U.S.',
    '10km',
    '5%',
    'US$5',
    ':)',
    '8-D',
    'and/or',
    '10a.m.',
    'a@b.co',
  ],
  ...[
    'http://a.b/c?d',
    '8.8.8.8:53/',
    '10.0.0.1',
    'end.Start',
    'x=y',
    '20°C.',
    '[12]',
    '[edit]',
    '[citation needed]',
    '[a]',
    '{',
  ],
  ...[
    'lorem ipsum',
    'JavaScript',
    'privacy policy',
    'use coo\u212aies',
    'terms of use',
    '.',
    '...',
    '....',
    '…',
    '……',
    ',',
    ';',
    '!',
    '?',
    '"',
  ],
  ...[
    "'",
    '’s',
    "'S",
    '”',
    '(',
    ')',
    '-',
    '--',
    '—',
    '——',
    '•',
    '#',
    '+',
    '*',
    '^',
    '~',
    '$',
    '€',
    '/',
    '<',
    '>',
    '=',
    '_',
    '1',
    '23',
  ],
  ...[
    ' ',
    ' ',
    ' ',
    ' ',
    '  ',
    '\n',
    '\n',
    '\n\n',
    '\r\n',
    '\r',
    '\v',
    '\x1c',
    '\x85',
    '\u2028',
    '\u00a0',
    '\u3000',
    '\t',
    '\u200b',
  ],
  ...[
    '我们',
    '。',
    '，',
    '臺灣',
    '學',
    '日本',
    '한',
    'é',
    'e\u0301',
    'ß',
    'Ж',
    'AB',
    '😀',
    '👍🏽',
    '१',
    '²',
    '\ufeff',
    'the word the word ',
  ],
];

test('equals its scalar twin on texts of awkward pieces', () => {
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (made) => {
      const twin = measureScalar(made, { stopWords: gopherStopWords });
      expect(measure(made)).toEqual({ row: nameColumns(twin.row), strict: twin.strict, loose: twin.loose });
    }),
    { numRuns: 500 },
  );
});

test('equals its scalar twin on any well-formed text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (made) => {
      const twin = measureScalar(made, { stopWords: gopherStopWords });
      expect(measure(made)).toEqual({ row: nameColumns(twin.row), strict: twin.strict, loose: twin.loose });
    }),
    { numRuns: 100 },
  );
});

test('equals its scalar twin where n-grams repeat', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'ab', 'river', 'mountain', 'international', '.'), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(words, (made) => {
      const text = made.join(' ');
      expect(measure(text).row).toEqual(nameColumns(measureScalar(text, { stopWords: gopherStopWords }).row));
    }),
    { numRuns: 100 },
  );
});

test('reads no further than the document and takes broken bytes for U+FFFD', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const mark = kernels.mark();
      const pointer = kernels.reserve(bytes.length);
      kernels.bytes().fill(0x41, pointer + bytes.length, pointer + bytes.length + 16);
      kernels.bytes().set(bytes, pointer);
      const row = english.measure(pointer, bytes.length).slice();
      kernels.bytes().fill(0xe2, pointer + bytes.length, pointer + bytes.length + 16);
      expect(english.measure(pointer, bytes.length)).toEqual(row);
      kernels.release(mark);
    }),
  );
});

test('a line with citations and more tokens than the first room holds is kept whole', () => {
  const text = `${'(a) '.repeat(9000)}[1] and the end.`;
  expect(measure(text).loose.length).toBe(text.length - 3);
});

test('equals its scalar twin on Chinese, cut by a dictionary', () => {
  const parts = fc.constantFrom(
    ...'我们的家大学生物学甞学甠北京大学生𠀀。，\n a1.5%{',
    '北京大学',
    '我们',
    '𠀀',
    'C++',
    '[1]',
    '3.14%',
    '！',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 60 }), (made) => {
      const text = made.join('');
      const twin = measureScalar(text, { stopWords: gopherStopWords, dictionary });
      expect(measure(text, chinese)).toEqual({
        row: nameColumns(twin.row),
        strict: twin.strict,
        loose: twin.loose,
      });
    }),
    { numRuns: 300 },
  );
});

test('a dictionary may have more words than a call has arguments', () => {
  const words = Array.from({ length: 200_000 }, (_, at) =>
    String.fromCodePoint(0x4e00 + (at % 20_000), 0x4e00 + Math.floor(at / 20_000)),
  );
  const meter = createDocumentMeter(kernels, { chineseWords: words });
  expect(measure('\u4e05\u4e03\u4e05', meter).row.words).toBe(2);
});
