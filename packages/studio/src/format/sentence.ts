/**
 * Sentences that the server worded, with their numbers and instants set as the pages set their own.
 * Invariant: changes how figures are written, never what they say. Refuses what is part of a name, an id or a digest.
 */
import { formatCount } from './count.ts';
import { formatInstant } from './instant.ts';
import { raise } from './raise.ts';

const instant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const power = /\b(\d+(?:\.\d+)?)e\+?(\d+)\b/g;
/** Five digits and more, or thousands set apart by commas; not in the middle of a word, a version or a path. */
const thousands = /(?<![\w.:/#-])(?:\d{1,3}(?:,\d{3})+|\d{5,})(?![\w:/-]|\.\d)/g;

/** `2026-11-30T02:30:10.433Z, 367804 tokens, 6.5e+12 / 135 M` as `30 Nov 2026, 02:30, 367 804 tokens, 6.5 × 10¹² ÷ 135 M`. */
export function formatSentence(text: string, language: 'en' | 'zh'): string {
  return text
    .replace(instant, (at) => formatInstant(at, language))
    .replace(power, (_, digits: string, exponent: string) => `${digits}\u00a0×\u00a010${raise(exponent)}`)
    .replace(thousands, (digits) => formatCount(Number(digits.replaceAll(',', ''))))
    .replace(/(?<=[\d⁰¹²³⁴⁵⁶⁷⁸⁹]) \/ (?=\d)/g, ' ÷ ');
}
