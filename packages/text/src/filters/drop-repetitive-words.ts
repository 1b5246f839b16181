/**
 * Drops documents whose prose says the same words over and over.
 * After Gopher's repetition rules (Rae et al. 2021, arXiv:2112.11446, table A1): the most frequent 2-, 3- and 4-gram of words may cover
 * 20, 18 and 16 % of the characters. For documentation, whose references repeat their own forms, one and a half times that; code and tables do
 * not count. For Han, each character is a word. Texts of fewer than 100 words are not judged.
 */
import { proseOf } from '../language/prose-of.ts';
import { type Filter, kept } from './filter.ts';

const maxShares: readonly (readonly [number, number])[] = [
  [2, 0.3],
  [3, 0.27],
  [4, 0.24],
];
const minWords = 100;
const maxWords = 20_000;
const maxCharacters = 500_000;

export const dropRepetitiveWords: Filter = {
  name: 'repetitive-words',
  judge({ text }) {
    const words = (
      proseOf(text.slice(0, maxCharacters))
        .replace(/^\s*\|.*$/gm, '')
        .toLowerCase()
        .match(/\p{Script=Han}|[\p{L}\p{N}_]+/gu) ?? []
    ).slice(0, maxWords);
    if (words.length < minWords) return kept;
    const numCharacters = words.reduce((sum, word) => sum + word.length, 0);
    for (const [size, maxShare] of maxShares) {
      const { gram, share } = mostFrequent(words, size, numCharacters);
      if (share > maxShare) {
        const detail = `"${gram}" covers ${Math.min(100, Math.round(share * 100))} % of its prose`;
        return { isKept: false, reason: 'repetitive-words', detail };
      }
    }
    return kept;
  },
};

function mostFrequent(
  words: readonly string[],
  size: number,
  numCharacters: number,
): { gram: string; share: number } {
  const counts = new Map<string, number>();
  let best = '';
  for (let at = 0; at + size <= words.length; at += 1) {
    const gram = words.slice(at, at + size).join(' ');
    const count = (counts.get(gram) ?? 0) + 1;
    counts.set(gram, count);
    if (count > (counts.get(best) ?? 0) || best === '') best = gram;
  }
  const covered = (counts.get(best) ?? 0) * (best.length - size + 1);
  return { gram: best, share: (counts.get(best) ?? 0) < 2 ? 0 : covered / numCharacters };
}
