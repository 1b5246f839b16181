import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseText } from './normalise-text.ts';

const pieces = fc.constantFrom(
  'a',
  'é',
  'e\u0301',
  '\u212a',
  '中',
  '\u3000',
  ' ',
  '\t',
  '\n',
  '\r\n',
  '\r',
  '\u2028',
  '\u200b',
  '\u200d',
  '\u00a0',
  '\ufeff',
  '\0',
  '\u001b[31m',
  '```',
  '~~~',
  '# ',
  '- ',
  '\ud800',
  '\udc00',
  '👩‍👩‍👧',
  '\u202e',
  '\n\n\n',
  'ق\u200c',
  '\u1fef',
);
const messy = fc
  .array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 60 })
  .map((all) => all.join(''));

describe('normaliseText', () => {
  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(messy, (text) => {
        expect(normaliseText(normaliseText(text))).toBe(normaliseText(text));
      }),
      {
        numRuns: 2000,
      },
    );
  });

  it('gives text that has a UTF-8 form, without control characters or trailing blanks', () => {
    fc.assert(
      fc.property(messy, (text) => {
        const normal = normaliseText(text);
        expect(Buffer.from(normal, 'utf8').toString('utf8')).toBe(normal);
        expect(normal).not.toMatch(/\p{Cc}(?<![\n\t])|[\u200b\ufeff\u202a-\u202e]|[ \t\u3000]$/mu);
        expect(normal.normalize('NFC')).toBe(normal);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps indentation and empty lines of fenced code, and only there', () => {
    const text = 'a\r\n\r\n\r\n\r\nb\n```py\n\n\n  x = 1   \n\n\n```\n\n\n\n　　中文';
    expect(normaliseText(text)).toBe('a\n\nb\n```py\n\n\n  x = 1\n\n\n```\n\n中文');
  });

  it('keeps joiners that carry meaning', () => {
    expect(normaliseText('👩‍👧 می‌خواهم a\u200db')).toBe('👩‍👧 می‌خواهم ab');
  });
});
