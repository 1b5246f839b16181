/**
 * Tells the characters that are set without blanks between them: Han, kana, and the punctuation of both.
 * Refuses: Hangul, which has blanks between words.
 */

const wide = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\u30fc\uff00-\uffef]/u;

/** Whether a text begins with such a character. */
export function isWide(text: string): boolean {
  return wide.test(text);
}
