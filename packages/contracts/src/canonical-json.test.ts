import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, toJson } from './canonical-json.ts';

/** Examples of RFC 8785, sections 3.2.2 and 3.2.3 and appendix B. */
test('the example of section 3.2.2', () => {
  const value = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  };
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('the example of section 3.2.3: keys by UTF-16 code units', () => {
  const value = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  };
  const values = [...canonicalJson(value).matchAll(/:"([^"]+)"/g)].map((match) => match[1]);
  expect(values).toEqual([
    'Carriage Return',
    'One',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ]);
});

test.each([
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
])('number %s of appendix B is %s', (hex, text) => {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${hex}`));
  expect(canonicalJson(view.getFloat64(0))).toBe(text);
});

test('equal values have equal text whatever the order of their keys, and are read back the same', () => {
  const shuffle = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffle);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, one]) => [key, shuffle(one)]),
    );
  };
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(shuffle(value))).toBe(text);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('different values have different text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const areEqual = JSON.stringify(toJson(one)) === JSON.stringify(toJson(other));
      expect(canonicalJson(one) === canonicalJson(other)).toBe(areEqual);
    }),
  );
});

test('what is undefined is left out of an object, and refused in a list', () => {
  expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  const strangers: unknown[] = [
    [undefined],
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    () => 1,
    1n,
    Symbol('x'),
  ];
  for (const value of strangers) {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: 'internal' }));
  }
});

test('a lone surrogate stands as its escape: two different ones never fall together in UTF-8', () => {
  expect(canonicalJson(['\ud800', '\udbff'])).toBe('["\\ud800","\\udbff"]');
  expect(canonicalJson({ '\udc00': 1 })).toBe('{"\\udc00":1}');
});

test('a key that is called like a part of objects is a key', () => {
  const value = JSON.parse('{"__proto__":1,"constructor":2}');
  expect(canonicalJson(value)).toBe('{"__proto__":1,"constructor":2}');
  expect(Object.keys(toJson(value) as object)).toEqual(['__proto__', 'constructor']);
});
