import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentenceEnds } from './sentence-ends.ts';
import { textWeight } from './text-weight.ts';

function sentences(text: string): string[] {
  let start = 0;
  return sentenceEnds(text, 0, text.length).map((end) => {
    const sentence = text.slice(start, end);
    start = end;
    return sentence.trim();
  });
}

describe('sentenceEnds', () => {
  it.each([
    ['One. Two! Three?', ['One.', 'Two!', 'Three?']],
    ['你好。今天天气很好！去吗？', ['你好。', '今天天气很好！', '去吗？']],
    ['他说：“好的。”然后走了。', ['他说：“好的。”', '然后走了。']],
    [
      'Use e.g. this, i.e. v1.2.3 of Node.js. Then stop.',
      ['Use e.g. this, i.e. v1.2.3 of Node.js.', 'Then stop.'],
    ],
    ['See J. Smith et al. for more. End', ['See J. Smith et al. for more.', 'End']],
    ['支持Node.js。Use it. 中文', ['支持Node.js。', 'Use it.', '中文']],
    ['- one\n- two\n\nLast', ['- one', '- two', 'Last']],
    ['wrapped\nline goes on. Next', ['wrapped\nline goes on.', 'Next']],
  ])('%s', (text, expected) => expect(sentences(text)).toEqual(expected));

  it('covers any text with rising ends', () => {
    const text = fc.array(
      fc.constantFrom('a', 'B', '. ', '.', '。', '\n', '\n\n', '- ', '"', '”', '1', ' ', '😀'),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(text, (pieces) => {
        const whole = pieces.join('');
        const ends = sentenceEnds(whole, 0, whole.length);
        expect(ends.at(-1) ?? 0).toBe(whole.length);
        expect([...ends].sort((a, b) => a - b)).toEqual(ends);
        expect(new Set(ends).size).toBe(ends.length);
      }),
    );
  });
});

describe('textWeight', () => {
  it('counts a wide character as two and a quarter', () => {
    expect(textWeight('abc')).toBe(3);
    expect(textWeight('中文。')).toBe(3 * 2.25 - 0 * 1.25);
    expect(textWeight('a中b', 1, 2)).toBe(2.25);
  });
});
