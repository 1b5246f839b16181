import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCount, formatDecimal, formatDifference, formatError, formatSignificant } from './count.ts';
import { shortReference } from './digest.ts';
import { formatBytes, formatDuration, formatMoney, formatParameters } from './quantity.ts';
import { formatSentence } from './sentence.ts';

const plain = (text: string) => text.replace(/[\u2009\u00a0]/g, ' ').replace('\u2212', '-');

describe('counts', () => {
  it('sets thousands apart and keeps every digit', () => {
    expect(plain(formatCount(2_063))).toBe('2 063');
    expect(plain(formatCount(1_123_629))).toBe('1 123 629');
    expect(plain(formatCount(-2_911))).toBe('-2 911');
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(Number(plain(formatCount(value)).replaceAll(' ', ''))).toBe(value);
      }),
    );
  });

  it('writes decimals, differences and small numbers without powers of ten', () => {
    expect(plain(formatDecimal(-0.0831, 3))).toBe('-0.083');
    expect(formatDecimal(-0.00001, 3)).toBe('0.000');
    expect(formatDifference(0.0416, 3)).toBe('+0.042');
    expect(formatDifference(0, 3)).toBe('0.000');
    expect(formatSignificant(0.00083)).toBe('0.000830');
    expect(formatSignificant(0)).toBe('0');
    expect(formatSignificant(1.2e-9)).toBe('1.2×10⁻⁹');
    expect(formatDecimal(Number.NaN, 2)).toBe('–');
    expect(formatError(0.0213, 3, 2)).toBe('0.043');
    expect(formatError(null, 3, 2)).toBe('–');
  });
});

describe('quantities', () => {
  it('says bytes with decimal prefixes', () => {
    expect([0, 999, 3_131_204, 98_113_024, 491_400_064].map((bytes) => plain(formatBytes(bytes)))).toEqual([
      '0 B',
      '999 B',
      '3.1 MB',
      '98.1 MB',
      '491 MB',
    ]);
  });

  it('says durations in people’s words', () => {
    const say = (durationMs: number) => plain(formatDuration(durationMs, 'en'));
    expect([820, 3_180, 12_600, 200_000, 120_000, 3_900_000, 183_600_000].map(say)).toEqual([
      '820 ms',
      '3.2 s',
      '13 s',
      '3 min 20 s',
      '2 min',
      '1 h 5 min',
      '2 d 3 h',
    ]);
    expect(plain(formatDuration(200_000, 'zh'))).toBe('3 分 20 秒');
  });

  it('never says sixty seconds or sixty minutes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000_000 }), (durationMs) => {
        expect(plain(formatDuration(durationMs, 'en'))).not.toMatch(/\b60 (s|min)\b/);
      }),
    );
  });

  it('says money to the last micro-unit that counts', () => {
    expect(plain(formatMoney(210, 'EUR'))).toBe('0.000210 EUR');
    expect(plain(formatMoney(12_340_000, 'EUR'))).toBe('12.34 EUR');
    expect(plain(formatMoney(0, 'EUR'))).toBe('0.00 EUR');
  });

  it('says parameters as each language counts them', () => {
    expect(plain(formatParameters(134_515_008, 'en'))).toBe('135 M');
    expect(plain(formatParameters(134_515_008, 'zh'))).toBe('1.35 亿');
    expect(plain(formatParameters(494_032_768, 'zh'))).toBe('4.94 亿');
  });

  it('shortens digests and ids', () => {
    expect(shortReference(`sha256:9f2c41ab${'0'.repeat(56)}`)).toBe('9f2c41ab');
    expect(shortReference('ans_0mi1234567890abcdefgh27cb')).toBe('ans_0mi…27cb');
  });
});

describe('sentences of the server', () => {
  it('are set with the figures of the pages', () => {
    const rule =
      'the least of 3 passes over about 367804 tokens and 6.5e+12 / 135 M parameters = 48000, no fewer than 4096';
    expect(plain(formatSentence(rule, 'en'))).toBe(
      'the least of 3 passes over about 367 804 tokens and 6.5 × 10¹² ÷ 135 M parameters = 48 000, no fewer than 4096',
    );
    expect(plain(formatSentence('134,515,008 parameters, 49,152 vocabulary', 'en'))).toBe(
      '134 515 008 parameters, 49 152 vocabulary',
    );
    expect(formatSentence('2026-11-30T02:30:10.433Z, 64 tokens', 'en')).toMatch(
      /^30 Nov 2026, \d\d:30, 64 tokens$/,
    );
  });

  it.each(['sha256:1234567890', 'ans_0mx212345678', 'a/123456/b', '1.234567', 'v12345-rc'])(
    'keep names and digests: %s',
    (name) => {
      expect(formatSentence(name, 'en')).toBe(name);
    },
  );
});
