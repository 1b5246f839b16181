import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { receiptOf } from '../../fixtures/receipt.ts';
import { en } from '../messages/en.ts';
import type { Language, Messages } from '../messages/messages.ts';
import { zh } from '../messages/zh.ts';
import { receiptText, textWidth } from './receipt-text.ts';

function messagesIn(language: Language): Messages {
  const instance = i18next.createInstance();
  void instance.init({
    lng: language,
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    resources: { en: { translation: en }, zh: { translation: zh } },
  });
  const t = instance.getFixedT(language);
  return {
    language,
    t: t as Messages['t'],
    word: (family, term) => t(`${family}.${term}`, { defaultValue: term }),
  };
}

describe('the receipt as text', () => {
  it('is as wide as a slip, in both languages', () => {
    for (const language of ['en', 'zh'] as const) {
      const lines = receiptText(receiptOf(1), messagesIn(language)).split('\n');
      const amounts = lines.filter((line) => /EUR$|± /.test(line));
      expect(amounts.length).toBeGreaterThan(1);
      for (const line of amounts)
        expect(textWidth(line.replace(/\u2009/g, '')), line).toBeLessThanOrEqual(42);
    }
  });

  it('holds whole digests, tokens, price and the verdict', () => {
    const text = receiptText(receiptOf(1), messagesIn('en'));
    expect(text.match(/sha256:[0-9a-f]{64}/g)).toHaveLength(4);
    expect(text).toContain('✓ verified against the store');
    expect(text).toMatch(/tokens in +612/);
    expect(text).toMatch(/held-out answers +0.943 ± 0.021 bits\/byte/);
    expect(text).toContain('[2] fastify/docs/Reference/Hooks.md');
  });

  it('prints a dash where no standard error can be told', () => {
    const verified = receiptOf(1);
    for (const score of verified.receipt.scores) score.standardError = null;
    const scores = receiptText(verified, messagesIn('en'))
      .split('\n')
      .filter((line) => /± .*(?:bits\/byte|right)$/.test(line));
    expect(scores).toHaveLength(verified.receipt.scores.length);
    for (const line of scores) expect(line).toMatch(/± – /);
  });

  it('says which line does not hold', () => {
    const text = receiptText(receiptOf(9, false), messagesIn('en'));
    expect(text).toContain('✕ does not hold');
    expect(text).toContain('✕ price: the price list gives 211 micro-EUR');
  });
});
