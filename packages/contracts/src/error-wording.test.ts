import { expect, test } from 'vitest';
import { errorCodes } from './error-codes.ts';
import { wordErrorInChinese } from './error-wording.ts';

test('every code has its Chinese sentence, with a hint wherever a person can do something', () => {
  const needsNothing = ['attempt-cancelled', 'request-cancelled'];
  for (const code of Object.keys(errorCodes)) {
    const { message, hint } = wordErrorInChinese(code) ?? { message: '' };
    expect(message, code).toMatch(/\p{Script=Han}/u);
    expect(message, code).not.toMatch(/[。!！]$/);
    expect(hint === undefined, code).toBe(needsNothing.includes(code));
    expect(`${message}${hint}`, code).not.toMatch(/[\u4e00-\u9fff][,;:!?]/);
  }
});

test('a code of another version, or a word of the language, has none', () => {
  for (const code of ['unheard-of', 'toString', '']) expect(wordErrorInChinese(code)).toBeUndefined();
});
