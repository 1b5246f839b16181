import { expect, test } from 'vitest';
import { countWords, isGoingOn, joinLines } from './join-lines.ts';

const counts = countWords(['a well-known rule of the well-known kind', 'the harbour, once more the harbour']);

test.each([
  [['the har-', 'bour'], 'the harbour'],
  [['a well-', 'known rule'], 'a well-known rule'],
  [['an un-', 'seen word'], 'an unseen word'],
  [['soft har\u00ad', 'bour'], 'soft harbour'],
  [['the Franco-', 'Prussian war'], 'the Franco-Prussian war'],
  [['pages 1-', '2 and more'], 'pages 1-2 and more'],
  [['港口在一九', '二一年'], '港口在一九二一年'],
  [['这是 LaTeX', '模板'], '这是 LaTeX 模板'],
  [['한국어 문장은', '띄어 쓴다'], '한국어 문장은 띄어 쓴다'],
  [['one', 'two'], 'one two'],
])('%j are joined', (lines, text) => {
  expect(joinLines(lines, counts)).toBe(text);
});

test('a text goes on where neither side says that it ends', () => {
  expect(isGoingOn('the harbour', 'was rebuilt')).toBe(true);
  expect(isGoingOn('the harbour.', 'was rebuilt')).toBe(false);
  expect(isGoingOn('the harbour', 'Was rebuilt')).toBe(false);
  expect(isGoingOn('港口在', '一九二一年')).toBe(true);
  expect(isGoingOn('港口重建。', '一九二一年')).toBe(false);
});
