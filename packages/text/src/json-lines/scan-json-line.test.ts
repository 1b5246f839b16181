import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { createJsonLineScanner, type JsonLineScanner } from './scan-json-line.ts';

/** Half a surrogate pair becomes U+FFFD. */
const wellFormed = (text: string) => Buffer.from(text).toString();

const names = ['text', 'url', 'é"\n'];
let kernels: Kernels;
let scanner: JsonLineScanner;
let line: number;
let out: number;
beforeAll(async () => {
  kernels = await loadKernels();
  scanner = createJsonLineScanner(kernels, { names, maxLineBytes: 1 << 16 });
  line = kernels.reserve(1 << 16);
  out = kernels.reserve(1 << 16);
});

/** Members as JavaScript values: a string's own value, anything else as its source. */
function scan(source: string) {
  const bytes = new TextEncoder().encode(source);
  kernels.bytes().set(bytes, line);
  const members = scanner.scan(line, line + bytes.length);
  if (typeof members === 'string') return members;
  const decode = (start: number, end: number) =>
    new TextDecoder().decode(kernels.bytes().subarray(start, end));
  return members.map((member) => {
    if (member.kind === 'missing') return undefined;
    if (!member.kind.endsWith('string')) return JSON.parse(decode(member.start, member.end)) as unknown;
    return decode(out, out + scanner.writeString(member, out));
  });
}

/** The same by JavaScript's own parser: the scalar twin. */
function parse(source: string) {
  try {
    const value = JSON.parse(source) as Record<string, unknown>;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'not-an-object';
    return names.map((name) => {
      const member = Object.hasOwn(value, name) ? value[name] : undefined;
      return typeof member === 'string' ? wellFormed(member) : member;
    });
  } catch {
    return 'invalid-json';
  }
}

const anyObject = fc.dictionary(
  fc.oneof(fc.constantFrom(...names), fc.string({ unit: 'grapheme', maxLength: 6 })),
  fc.jsonValue({ stringUnit: 'grapheme' }),
  { maxKeys: 6 },
);

test('finds in any object what JSON.parse finds', () => {
  fc.assert(
    fc.property(anyObject, fc.constantFrom(0, 1, '\t'), (value, indent) => {
      const source = JSON.stringify(value, null, indent);
      expect(scan(source)).toEqual(parse(source));
    }),
    { numRuns: 500 },
  );
});

test('refuses what JSON.parse refuses, whatever a line is changed to', () => {
  const piece = fc.constantFrom(
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '-',
    '0',
    '1e5',
    '.',
    'null',
    'tru',
    ' ',
    '\\u00',
    '\\ud83d',
    '\n',
    '',
  );
  fc.assert(
    fc.property(anyObject, fc.nat(), fc.nat(4), piece, (value, at, numCut, put) => {
      const whole = JSON.stringify(value);
      const place = at % (whole.length + 1);
      const source = wellFormed(whole.slice(0, place) + put + whole.slice(place + numCut));
      expect(scan(source)).toEqual(parse(source));
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ['escapes of every kind', String.raw`{"text":"a\"\\\/\b\f\n\r\té😀"}`],
  ['half a surrogate pair, first and last', String.raw`{"text":"\ud83d","url":"\ude00x\ud83dA"}`],
  ['the later of two members', '{"text":1,"text":"two"}'],
  ['a name written with escapes', String.raw`{"t\u0065xt":"yes","\u00e9\"\n":2}`],
  ['members of inner objects', '{"a":{"text":"inner"},"b":[{"url":1}]}'],
  ['an empty object', ' { } '],
  ['numbers that are none', '{"a":01}'],
  ['a trailing comma', '{"a":1,}'],
  ['an array', '[1,{"text":2}]'],
  ['words after the end', '{"a":1} x'],
  ['nothing', '  '],
])('%s', (_, source) => {
  expect(scan(source)).toEqual(parse(source));
});

test('follows a thousand levels and refuses more', () => {
  const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)},"text":"x"}`;
  expect(scan(nested(1000))).toEqual(['x', undefined, undefined]);
  expect(scan(nested(5000))).toBe('too-deep');
});
