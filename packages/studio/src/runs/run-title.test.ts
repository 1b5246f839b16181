import { describe, expect, it } from 'vitest';
import { en } from '../messages/en.ts';
import { zh } from '../messages/zh.ts';
import { runTitle } from './run-title.ts';

const messagesOf = (catalogue: Record<string, string>) => ({
  t: (name: string) => catalogue[name] ?? '',
  word: (family: string, term: string) => catalogue[`${family}.${term}`] ?? term,
});

describe('the title of a run', () => {
  it('says what a command makes and what it is called', () => {
    const run = { recipe: 'data', title: 'handbook' };
    expect(runTitle(run, messagesOf(en))).toBe('Dataset handbook');
    expect(runTitle(run, messagesOf(zh))).toBe('数据集 handbook');
    expect(runTitle({ recipe: 'data-classifier' }, messagesOf(zh))).toBe('质量分类器');
  });

  it("leaves a user's own recipe as it was named", () => {
    expect(runTitle({ recipe: 'legal-corpus' }, messagesOf(zh))).toBe('legal-corpus');
    expect(runTitle({ recipe: 'legal-corpus', title: 'Of this week' }, messagesOf(zh))).toBe('Of this week');
  });
});
