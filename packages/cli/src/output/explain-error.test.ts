import { expect, it } from 'vitest';
import { explainError } from './explain-error.ts';

const error = { code: 'port-taken', message: 'port 4700 is taken', hint: 'Give another one: --port 4710' };

it('tells an English terminal the error in its own words', () => {
  expect(explainError(error, 'en')).toEqual([error.message, `What to do: ${error.hint}`]);
  expect(explainError({ code: 'internal', message: 'odd' }, 'en')).toEqual(['odd']);
});

it('tells a Chinese terminal what the code means, and then the very words', () => {
  expect(explainError(error, 'zh')).toEqual([
    '端口已被其他程序占用：4700',
    '怎么办：用 --port 换一个端口。',
    '英文原文：port 4700 is taken. Give another one: --port 4710',
  ]);
  const near = {
    code: 'argument-invalid',
    message: '--languages is "ne"; allowed: "en"',
    hint: 'Did you mean "en"?',
  };
  expect(explainError(near, 'zh').slice(0, 2)).toEqual([
    '参数有误：--languages 为 "ne"；可取："en"',
    '怎么办：是否想写“en”？',
  ]);
  expect(explainError({ code: 'of-another-version', message: 'odd' }, 'zh')).toEqual(['odd']);
});
