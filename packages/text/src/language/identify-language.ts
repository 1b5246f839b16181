/**
 * The language of a text: by its script first, by function words and telling letters for Latin script, by letters for Cyrillic and Arabic.
 * Invariant: looks at the prose of the first 20,000 characters (no code, links or paths); the same text gives the same answer everywhere.
 * Refuses to guess: too few letters, or no profile clearly ahead, is `und`.
 */
import { simplifiedOnly, traditionalOnly } from './han-variants.ts';
import type { IdentifiedLanguage } from './identified-language.ts';
import { identifyLatin } from './identify-latin.ts';
import { proseOf } from './prose-of.ts';
import { type Script, scriptHistogram } from './script-histogram.ts';

const maxCharacters = 20_000;
const minLetters = 4;
/** A wide letter says as much as four Latin ones, and documents in Chinese or Japanese are full of Latin names. */
const wideLetterWeight = 4;

const languageOfScript: Partial<Record<Script, string>> = {
  hangul: 'ko',
  hebrew: 'he',
  greek: 'el',
  thai: 'th',
  devanagari: 'hi',
  bengali: 'bn',
  tamil: 'ta',
  telugu: 'te',
  gujarati: 'gu',
  gurmukhi: 'pa',
  kannada: 'kn',
  malayalam: 'ml',
  sinhala: 'si',
  lao: 'lo',
  tibetan: 'bo',
  burmese: 'my',
  georgian: 'ka',
  armenian: 'hy',
  ethiopic: 'am',
  khmer: 'km',
  mongolian: 'mn',
};

/** Identifies the language of a text, Markdown or plain. */
export function identifyLanguage(text: string): IdentifiedLanguage {
  const prose = proseOf(text.slice(0, maxCharacters * 2)).slice(0, maxCharacters);
  const counts = scriptHistogram(prose);
  const weights = new Map<Script, number>();
  let sum = 0;
  let numLetters = 0;
  for (const [script, count] of counts) {
    const isWideScript = script === 'han' || script === 'kana' || script === 'hangul';
    const weight = count * (isWideScript ? wideLetterWeight : 1);
    const key = script === 'kana' ? 'han' : script;
    weights.set(key, (weights.get(key) ?? 0) + weight);
    sum += weight;
    numLetters += count;
  }
  const [script, weight] = [...weights].reduce(
    (best, entry) => (entry[1] > best[1] ? entry : best),
    ['latin' as Script, 0],
  );
  if (numLetters < minLetters || (script === 'latin' && numLetters < minLetters * 2)) {
    return { language: 'und', confidence: 0 };
  }
  const share = round(weight / sum);
  if (script === 'latin') return identifyLatin(prose);
  return { language: languageWithin(script, prose, counts), confidence: share };
}

function languageWithin(script: Script, prose: string, counts: ReadonlyMap<Script, number>): string {
  if (script === 'han') {
    const numKana = counts.get('kana') ?? 0;
    return numKana > (counts.get('han') ?? 0) * 0.15 ? 'ja' : chineseVariant(prose);
  }
  if (script === 'cyrillic') return identifyCyrillic(prose);
  if (script === 'arabic') return identifyArabic(prose);
  return languageOfScript[script] ?? 'und';
}

function chineseVariant(prose: string): string {
  let numSimplified = 0;
  let numTraditional = 0;
  for (const character of prose) {
    if (simplifiedOnly.has(character)) numSimplified += 1;
    else if (traditionalOnly.has(character)) numTraditional += 1;
  }
  return numTraditional > numSimplified ? 'zh-Hant' : 'zh-Hans';
}

function identifyCyrillic(prose: string): string {
  const count = (letters: RegExp) => prose.match(letters)?.length ?? 0;
  const numLetters = count(/[\u0400-\u052f]/g);
  const isTelling = (letters: RegExp) => count(letters) > numLetters * 0.005;
  if (isTelling(/[ўЎ]/g)) return 'be';
  if (isTelling(/[їЇєЄґҐ]/g)) return 'uk';
  if (isTelling(/[ђћџЂЋЏјљњ]/g)) return isTelling(/[ѓќѕЃЌЅ]/g) ? 'mk' : 'sr';
  if (isTelling(/[әғқңұһӘҒҚҢҰҺ]/g)) return 'kk';
  return isTelling(/[ъЪ]/g) && !/[ыэёЫЭЁ]/.test(prose) ? 'bg' : 'ru';
}

function identifyArabic(prose: string): string {
  if (/[ٹڈڑےں]/.test(prose)) return 'ur';
  const numPersian = prose.match(/[پچژگکی]/g)?.length ?? 0;
  const numArabic = prose.match(/[يكةىأإ]/g)?.length ?? 0;
  return numPersian > numArabic ? 'fa' : 'ar';
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
