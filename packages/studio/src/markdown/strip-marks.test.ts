import { describe, expect, it } from 'vitest';
import { stripMarks } from './strip-marks.ts';

describe('marks that belong to nothing', () => {
  it.each([
    ['**Type: ', 'Type: '],
    ['Version: **1.0.0**', 'Version: 1.0.0'],
    ['the `fast', 'the fast'],
    ['**', ''],
    ['~~gone', 'gone'],
  ])('go: %s', (words, plain) => {
    expect(stripMarks(words)).toBe(plain);
  });

  it.each(['2 * 3', '2**3', '2 ** 3', 'snake_case', 'a ~ b'])('words stay: %s', (words) => {
    expect(stripMarks(words)).toBe(words);
  });
});
