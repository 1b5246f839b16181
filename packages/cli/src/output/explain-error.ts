/**
 * An error as a terminal tells it: what happened, then what to do.
 * Invariant: a Chinese terminal reads the sentence of the error's code first, with the very file, step or value, and then the error's own
 * words, which are English.
 */
import { wordErrorInChinese } from '@slipway/contracts';
import type { Language } from '../messages/language.ts';
import { fill, readTexts } from '../messages/texts.ts';
import { nameFactsInChinese } from './chinese-facts.ts';

/** @returns lines, the first of them what happened */
export function explainError(
  error: { code: string; message: string; hint?: string | undefined },
  language: Language,
): string[] {
  const texts = readTexts(language);
  const { message, hint } = error;
  const chinese = language === 'zh' ? wordErrorInChinese(error.code) : undefined;
  const own = [message, ...(hint === undefined ? [] : [fill(texts.hint, { hint })])];
  if (chinese === undefined) return own;
  const original = fill(texts.errorInEnglish, { text: hint === undefined ? message : `${message}. ${hint}` });
  const nearest = /Did you mean "([^"]+)"\?/.exec(hint ?? '')?.[1];
  const chineseHint = nearest === undefined ? chinese.hint : fill(texts.didYouMean, { nearest });
  const facts = nameFactsInChinese(message);
  return [
    facts === '' ? chinese.message : `${chinese.message}：${facts}`,
    ...(chineseHint === undefined ? [] : [fill(texts.hint, { hint: chineseHint })]),
    original,
  ];
}
