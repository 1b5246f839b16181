// Whether a block is prose in its language, and the key by which equal paragraphs are found.
// Invariant: the answer depends on the block and its language alone; digits, case and white space do not make a paragraph distinct.
// Refuses: code, tables, signatures, and paragraphs left in English in a translated package.

import { languages } from './languages.mjs';

const maxCharacters = 6000;
const sentenceEnd = /[.!?:…。！？：；।။"”»」』）)]$/u;
const ideographic = new Set(['zh', 'ja', 'ko', 'km', 'th']);
const codeMarks = /[{}<>=_|\\$@#^]/g;
const englishWords = /\b(?:the|of|and|is|this|to)\b/gi;

const count = (text, pattern) => text.match(pattern)?.length ?? 0;

/** Whether `text` is a paragraph of prose in `language`. */
export function isProse(text, language) {
  const minCharacters = ideographic.has(language) ? 16 : 60;
  if (text.length < minCharacters || text.length > maxCharacters) return false;
  if (!sentenceEnd.test(text) || text.includes('\ufffd')) return false;
  const numLetters = count(text, /[\p{L}\p{M}]/gu);
  if (numLetters < 0.65 * text.length || count(text, codeMarks) > 0.03 * text.length) return false;
  if (language === 'en') return count(text, /\p{Script=Latin}/gu) > 0.9 * numLetters && / /.test(text);
  // Japanese mixes kana with Han characters.
  const minShare = language === 'ja' ? 0.15 : 0.5;
  if (count(text, languages.get(language)) < minShare * numLetters) return false;
  return ideographic.has(language) || count(text, englishWords) * 40 < text.length;
}

/** Whether a heading can stand above paragraphs: a few words without code. */
export const isHeading = (text) =>
  text.length >= 4 && text.length <= 90 && count(text, codeMarks) === 0 && /\p{L}{2}/u.test(text);

/** A 53-bit key of a text, equal for texts that differ in digits, case and white space only (cyrb53, public domain, by bryc). */
export function keyOf(text) {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  let wasDigit = false;
  for (let place = 0; place < text.length; place += 1) {
    let code = text.charCodeAt(place);
    if (code === 32) continue;
    if (code >= 65 && code <= 90) code += 32;
    const isDigit = code >= 48 && code <= 57;
    if (isDigit && wasDigit) continue;
    wasDigit = isDigit;
    high = Math.imul(high ^ (isDigit ? 48 : code), 2654435761);
    low = Math.imul(low ^ (isDigit ? 48 : code), 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
