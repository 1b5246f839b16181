/**
 * Which of the languages in Latin script a text is in, by the share of its words that are a language's function words.
 * Invariant: the confidence grows with the lead over the second language and with the number of words seen, and stays below 1.
 */
import { latinProfiles } from './function-words.ts';
import type { IdentifiedLanguage } from './identified-language.ts';

const maxWords = 2000;
/** Running prose has 30 to 50 %, headings and lists 10 %. */
const minShare = 0.06;
const minLead = 0.01;
const letterWeight = 1.2;
/** A word of several languages says less, and a single letter is as often a name as a word. */
const wordWeights: ReadonlyMap<string, number> = weighWords();

/** The language of prose in Latin script, or `und`. */
export function identifyLatin(prose: string): IdentifiedLanguage {
  const words = prose
    .toLowerCase()
    .match(/[\p{Script=Latin}\p{M}]+(?:['’][\p{Script=Latin}\p{M}]+)*/gu)
    ?.slice(0, maxWords)
    .map((word) => word.replace('’', "'"));
  if (words === undefined) return { language: 'und', confidence: 0 };
  const scores = Object.entries(latinProfiles).map(([language, { words: known, letters }]) => {
    let sum = 0;
    let numTelling = 0;
    for (const word of words) {
      sum += known.has(word) ? (wordWeights.get(word) ?? 1) : 0;
      if (letters !== '' && holdsAny(word, letters)) numTelling += 1;
    }
    return { language, score: (sum + letterWeight * Math.min(numTelling, sum + 1)) / words.length };
  });
  scores.sort((a, b) => b.score - a.score);
  const [best, second] = scores;
  if (best === undefined || best.score < minShare) return { language: 'und', confidence: 0 };
  const lead = best.score - (second?.score ?? 0);
  if (lead < minLead) return { language: 'und', confidence: 0 };
  const evidence = 1 - 1 / (1 + words.length / 5);
  return {
    language: best.language,
    confidence: Math.round((lead / best.score) ** 0.5 * evidence * 1000) / 1000,
  };
}

function weighWords(): Map<string, number> {
  const numLanguages = new Map<string, number>();
  for (const { words } of Object.values(latinProfiles)) {
    for (const word of words) numLanguages.set(word, (numLanguages.get(word) ?? 0) + 1);
  }
  return new Map([...numLanguages].map(([word, num]) => [word, (word.length === 1 ? 0.3 : 1) / num ** 0.5]));
}

function holdsAny(word: string, letters: string): boolean {
  for (const letter of word) if (letters.includes(letter)) return true;
  return false;
}
