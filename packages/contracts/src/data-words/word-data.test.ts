import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { type DataWordFamily, dataWordFamilies, wordData, wordWarning } from './word-data.ts';
import { zh } from './zh.ts';

const wordsOf = (words: typeof en | typeof zh, family: DataWordFamily) =>
  Object.entries(words[family] as Readonly<Record<string, string>>);

describe('the words of the data factory', () => {
  it('write Chinese as Chinese, and shout at nobody', () => {
    for (const family of dataWordFamilies)
      for (const [term, word] of wordsOf(zh, family)) {
        expect(word, term).not.toMatch(/[\u4e00-\u9fff][,;:!?]|[!！]/);
        if (/[a-z]{3}/.test(word)) expect(word, term).toMatch(/\p{Script=Han}/u);
      }
    for (const family of dataWordFamilies)
      for (const [term, word] of wordsOf(en, family)) expect(word, term).toMatch(/^[^!]+$/);
  });

  it('name a reason in the language of the reader', () => {
    expect(wordData('reason', 'gopher_short_doc', 'en')).toBe('too few words');
    expect(wordData('reason', 'gopher_short_doc', 'zh')).toBe('词太少');
  });

  it('name a recipe of FineWeb-2 by its language', () => {
    expect(wordData('recipe', 'fineweb2-ar', 'en')).toBe('FineWeb-2, Arabic');
    expect(wordData('recipe', 'fineweb2-ar', 'zh')).toBe('FineWeb-2 阿拉伯语');
    expect(wordData('recipe', 'fineweb2-zh', 'zh')).toBe('FineWeb-2 中文');
  });

  it('name languages, and show what nobody knows as it came', () => {
    expect(wordData('language', 'zh-Hans', 'en')).toBe('Simplified Chinese');
    expect(wordData('language', 'und', 'zh')).toBe('未定');
    expect(wordData('language', 'no language', 'en')).toBe('no language');
    expect(wordData('reason', 'of-another-version', 'zh')).toBe('of another version');
    expect(wordData('reason', 'toString', 'en')).toBe('toString');
  });

  it('say a warning with its numbers, and only its title without them', () => {
    const warning = { code: 'none-kept', values: { documents: 1302 } };
    expect(wordWarning(warning, 'zh', String)).toEqual({
      title: '没有保留任何文档',
      detail: expect.stringContaining('1302 篇文档'),
    });
    expect(wordWarning({ ...warning, values: {} }, 'en', String)).toEqual({ title: 'Nothing was kept' });
    expect(wordWarning({ code: 'of-another-version', values: {} }, 'en', String)).toEqual({
      title: 'of another version',
    });
  });
});
