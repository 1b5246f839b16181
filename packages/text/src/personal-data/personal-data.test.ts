import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { findPersonalDataScalar } from '../kernels/scalar/personal-data.ts';
import { createPersonalDataFinder, type PersonalDataOptions } from './create-personal-data-finder.ts';
import { type PersonalDataKind, personalDataKinds } from './kinds.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

function withText<Result>(text: string, use: (pointer: number, bytes: Uint8Array) => Result): Result {
  const mark = kernels.mark();
  const bytes = new TextEncoder().encode(text);
  const pointer = kernels.reserve(bytes.length);
  kernels.bytes().set(bytes, pointer);
  const result = use(pointer, bytes);
  kernels.release(mark);
  return result;
}

/** What is found, as "kind text". */
function find(text: string, options: PersonalDataOptions = {}): string[] {
  const mark = kernels.mark();
  const finder = createPersonalDataFinder(kernels, options);
  const found = withText(text, (pointer, bytes) => {
    const count = finder.find(pointer, bytes.length);
    const words = new Uint32Array(kernels.bytes().buffer, finder.finds(), count * 3);
    return Array.from({ length: count }, (_, at) => {
      const [kind = 0, start, end] = words.subarray(at * 3, at * 3 + 3);
      return `${personalDataKinds[kind]} ${new TextDecoder().decode(bytes.subarray(start, end))}`;
    });
  });
  kernels.release(mark);
  return found;
}

const found: Partial<Record<PersonalDataKind, readonly string[]>> = {
  email: ['zhang.san+list@mail.example.com.cn', '13800138000@163.com', 'a_b@x-y.org', 'li＠qq.com'],
  'chinese-mobile': [
    '13800138000',
    '138 0013 8000',
    '+86 138-0013-8000',
    '0086 13800138000',
    '１３８００１３８０００',
  ],
  phone: [
    '(555) 234-5678',
    '212-555-0123',
    '+1 (555) 234-5678',
    '+44 20 7946 0958',
    '+4930123456',
    '0033 1 23 45 67 89',
    '01 23 45 67 89',
    '020 7946 0958',
    '030-12345678',
    '(010) 82612345',
    '（０１０）８２６１２３４５',
    '0755-26012345',
    '400-820-8820',
  ],
  ipv4: ['203.0.114.5', '8.8.4.14'],
  ipv6: ['2001:4860:4860::8888', '2606:4700:0:0:0:0:6810:85e5'],
  iban: [
    'DE89 3704 0044 0532 0130 00',
    'GB82 WEST 1234 5698 7654 32',
    'GB82WEST12345698765432',
    'NO9386011117947',
  ],
  'bank-card': [
    '4111 1111 1111 1111',
    '5500-0000-0000-0004',
    '378282246310005',
    '3782-822463-10005',
    '6222021234567890128',
  ],
  'chinese-identity': [
    '110101199003078515',
    '11010519491231002X',
    '110105 19491231 002X',
    '１１０１０１１９９００３０７８５１５',
  ],
  'chinese-plate': ['京A12345', '沪AD12345', '粤B·12345', '京A·D12345', '川A1234学', '鲁BF00001'],
  'chinese-credit-code': ['91350100M000100Y43', '91110000802100433B'],
  'aws-key': ['AKIAIOSFODNN7EXAMPLE'],
  'github-token': ['ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
  'model-key': ['sk-proj-abc123DEF456ghi789JKL'],
  'slack-token': ['xoxb-123456789012-abcdEFGH'],
  'google-key': ['AIzaSyA1234567890abcdefghijklmnopqrstuv'],
  'web-token': ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'],
  'private-key': ['-----BEGIN EC PRIVATE KEY-----\nMIIEowIBAAKCAQEA7bq0\n-----END EC PRIVATE KEY-----'],
};

describe('finds', () => {
  const cases = Object.entries(found).flatMap(([kind, texts]) => texts.map((text) => [kind, text] as const));
  test.each(cases)('%s %s', (kind, text) => {
    expect(find(`see ${text}, and`)).toEqual([`${kind} ${text}`]);
    expect(find(text)).toEqual([`${kind} ${text}`]);
    expect(find(`是：${text}。`)).toEqual([`${kind} ${text}`]);
  });

  test.each([
    ['api_key = "a8f5f167f44f4964e6c998dee827110c"', 'a8f5f167f44f4964e6c998dee827110c'],
    ['Authorization: Bearer 9f86d081884c7d659a2feaa0c55ad015', '9f86d081884c7d659a2feaa0c55ad015'],
    ['密钥：9f86d081884c7d659a2feaa0c55ad015', '9f86d081884c7d659a2feaa0c55ad015'],
    [
      'AWS_SECRET_ACCESS_KEY=wJa1rXUtn3FEMI/K7MD2ENG/bPxR4fiCYEX5MPLE',
      'wJa1rXUtn3FEMI/K7MD2ENG/bPxR4fiCYEX5MPLE',
    ],
  ])('a named secret: %s', (text, secret) => {
    expect(find(text)).toEqual([`secret ${secret}`]);
  });

  test('an identity number of 15 digits where words name it', () => {
    expect(find('身份证 130503670401001')).toEqual(['chinese-identity 130503670401001']);
    expect(find('Nr. 130503670401001')).toEqual([]);
  });
});

test.each([
  'order 20240115123456789',
  'v1.2.3.4 and version 10.20.30.40, chapter 1.2.3.4',
  '2024-01-15 10:30:00 and 1700000000, 1700000000123',
  'ISBN 978-7-111-12345-6 and 0-306-40615-2',
  '3.14159265358979 and 0.13800138000',
  '550e8400-e29b-41d4-a716-446655440000',
  'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'logo@2x.png git@github.com:a/b user@host pkg@1.2.3',
  '4111 1111 1111 1112 and 110101199003078516 and DE88370400440532013000',
  'key=my-configuration-name-of-the-server',
  'std::array<int, 3>, 12:30:45, 00:1a:2b:3c:4d:5e',
  'sk-loading-spinner-container-large',
  'price 13,800,138,000 and 1e10',
  'Fifth Floor, Boston, MA 02110-1301, USA',
  'Fifth Floor, Boston, MA  02110-1301 USA.',
  'Hoboken NJ, 07030-5774\nMontpelier, VT\n05602-1234',
])('leaves alone: %s', (text) => {
  expect(find(text)).toEqual([]);
});

test.each([
  'XMA 02110-1301',
  'WA 02110-1301',
  'MA: 02110-1301',
  'MA 02110-13012',
  'MA 02110.1301',
  'MA    02110-1301',
])('takes a number for a phone that no state stands before, or that is no postal code: %s', (text) => {
  expect(find(text)).toEqual([`phone ${text.split(' ').at(-1)}`]);
});

test('addresses of reserved ranges only when asked for', () => {
  const text = '192.168.1.1 10.0.0.12 fe80::1234 2001:db8::1';
  expect(find(text)).toEqual([]);
  expect(find(text, { findsReservedAddresses: true })).toHaveLength(4);
});

test.each(['data.md', 'data.zh-CN.md'])('leaves every reserved range that %s names', (page) => {
  const guide = readFileSync(new URL(`../../../../docs/${page}`, import.meta.url), 'utf8');
  const ranges = [...guide.matchAll(/`([\da-f.:]+)\/\d+`/g)].map(([, first = '']) => first);
  expect(ranges).toHaveLength(17);
  const inside = ranges.map((first) => (first.endsWith('::') ? `${first}1234` : first.replace(/0$/, '12')));
  expect(find([...inside, '::1', '1.2.3.4'].join(' '))).toEqual([]);
  expect(find(inside.join(' '), { findsReservedAddresses: true })).toHaveLength(17);
  expect(find('11.0.0.12 192.0.3.12 2001:db9::1234')).toHaveLength(3);
});

test('kinds that are not wanted still hold their place', () => {
  expect(find('4111 1111 1111 1111', { kinds: ['phone', 'chinese-mobile'] })).toEqual([]);
  expect(() => find('x', { kinds: ['name' as PersonalDataKind] })).toThrow(/no kind of personal data/);
});

describe('agrees with python-stdnum', () => {
  const url = new URL('__fixtures__/check-digits.json', import.meta.url);
  const table = JSON.parse(readFileSync(url, 'utf8')) as Record<string, [string, boolean][]>;
  test.each(['iban', 'bank-card', 'chinese-identity', 'chinese-credit-code'])('%s', (kind) => {
    for (const [number, isValid] of table[kind] ?? []) {
      const isFound = find(number).includes(`${kind} ${number}`);
      expect(`${number} ${isFound}`).toBe(`${number} ${isValid}`);
    }
  });
});

function mask(text: string, style: 'token' | 'drop'): { masked: string; counts: number[] } {
  const mark = kernels.mark();
  const finder = createPersonalDataFinder(kernels);
  const made = withText(text, (pointer, { length }) => {
    const out = kernels.reserve(finder.maskedBytes(length));
    const written = finder.mask(pointer, length, out, { style });
    return {
      masked: new TextDecoder().decode(kernels.bytes().slice(out, out + written)),
      counts: [...finder.counts()],
    };
  });
  kernels.release(mark);
  return made;
}

test('masks by tokens, or drops', () => {
  const text = '联系 li@qq.com 或 13800138000。';
  expect(mask(text, 'token').masked).toBe('联系 <EMAIL> 或 <PHONE>。');
  expect(mask(text, 'drop').masked).toBe('联系  或 。');
  expect(mask(text, 'token').counts.slice(0, 3)).toEqual([1, 0, 1]);
});

test('more finds than there is room for at first', () => {
  const { masked, counts } = mask('a@b.co '.repeat(10_000), 'token');
  expect(masked).toBe('<EMAIL> '.repeat(10_000));
  expect(counts[0]).toBe(10_000);
});

const pieces = [
  ...Object.values(found).flat(),
  ...['MA ', 'NJ', '02110-1301', '07030-5774'],
  ...' ,.-:/@+()（）０=_"\'',
  ...[
    'key',
    'token: ',
    'Bearer ',
    '密钥：',
    '身份证',
    'ID ',
    '京',
    '京A',
    'version ',
    'A',
    'x',
    '中',
    '\n',
    '  ',
    '𠀀',
    '‑',
    '·',
  ],
  ...[
    '1',
    '86',
    '0',
    '010',
    '138',
    '5555',
    '12',
    '192.168.1.1',
    '1.2.3.4',
    '2001:db8::1',
    '::',
    ':',
    'fe80',
    '---',
    '-----',
  ],
  ...['a8f5f167f44f4964e6c998dee827110c', 'com', 'png', 'sk-', 'ghp_', 'eyJ', '2222', '3333 4444', '99'],
];

test.each([false, true])('equals its scalar twin, reserved addresses %s', (findsReservedAddresses) => {
  const parts = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })), {
    maxLength: 14,
  });
  const finder = createPersonalDataFinder(kernels, { findsReservedAddresses });
  fc.assert(
    fc.property(parts, (list) => {
      const text = list.join('');
      const places = withText(text, (pointer, { length }) => {
        const count = finder.find(pointer, length);
        return [...new Uint32Array(kernels.bytes().buffer, finder.finds(), count * 3)];
      });
      const twin = findPersonalDataScalar(text, findsReservedAddresses);
      expect(places).toEqual(
        twin.flatMap(({ kind, start, end }) => [personalDataKinds.indexOf(kind), start, end]),
      );
    }),
    { numRuns: 3000 },
  );
});

test.each([
  // A run of letters and an address in one block of sixteen bytes: the address stands before the run's end and is looked at first.
  [
    'zhang.san+list@mail.example.com.cna8f5f167f44f4964e6c998dee827110ca8f5f167f44f4964e6c998dee827110c',
    'email',
  ],
  ['DE89 3704 0044 0532 0130 00-0755-26012345', 'iban'],
  ['00 0755-26012345', 'phone'],
  ['00 44 20 7946 0958', 'phone'],
  ['京A2222０', 'chinese-plate'],
])('candidates that overlap, or are written in full width: %s', (text, kind) => {
  expect(find(text).map((one) => one.split(' ')[0])).toEqual([kind]);
  expect(find(text)).toHaveLength(findPersonalDataScalar(text).length);
});

test('a find depends neither on what stands before it nor on where it begins', () => {
  const parts = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((list) => list.join(''));
  fc.assert(
    fc.property(parts, fc.integer({ min: 1, max: 40 }), (text, numBefore) => {
      expect(find(`${'。'.repeat(numBefore)}\n${text}`)).toEqual(find(text));
    }),
    { numRuns: 400 },
  );
});

test('finds rise, do not overlap and end within the text, whatever its bytes', () => {
  const finder = createPersonalDataFinder(kernels);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const mark = kernels.mark();
      const pointer = kernels.reserve(bytes.length);
      kernels.bytes().set(bytes, pointer);
      const count = finder.find(pointer, bytes.length);
      const words = [...new Uint32Array(kernels.bytes().buffer, finder.finds(), count * 3)];
      let last = 0;
      for (let at = 0; at < words.length; at += 3) {
        expect(words[at + 1]).toBeGreaterThanOrEqual(last);
        expect(words[at + 2]).toBeGreaterThan(words[at + 1] ?? 0);
        last = words[at + 2] ?? 0;
      }
      expect(last).toBeLessThanOrEqual(bytes.length);
      kernels.release(mark);
    }),
  );
});
