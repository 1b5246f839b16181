import { expect, test } from 'vitest';
import { keepLast } from './keep-last.ts';

test('keeps as many as it may, the last that were asked for, and opens what failed again', async () => {
  const opened: string[] = [];
  const keep = keepLast<string>(2);
  const ask = (name: string) =>
    keep(name, async () => {
      opened.push(name);
      if (name === 'broken') throw new Error('no tokenizer');
      return name.toUpperCase();
    });
  expect(await Promise.all([ask('a'), ask('a'), ask('b')])).toEqual(['A', 'A', 'B']);
  await ask('a');
  expect(await ask('c')).toBe('C');
  await ask('a');
  expect(opened).toEqual(['a', 'b', 'c']);
  await ask('b');
  expect(opened).toEqual(['a', 'b', 'c', 'b']);
  await expect(ask('broken')).rejects.toThrow('no tokenizer');
  await expect(ask('broken')).rejects.toThrow('no tokenizer');
  expect(opened.slice(4)).toEqual(['broken', 'broken']);
});
