/**
 * Drops documents whose characters are mostly neither letters nor blanks: dumps, ASCII art, number tables, base64.
 * After Gopher (Rae et al. 2021, arXiv:2112.11446, appendix A): 80 % of words there must hold a letter. Here: at least 40 % of what is
 * not blank must be letters, code included, which documentation passes easily; and no more than 40 % may be digits.
 */
import { countMatches } from './count-matches.ts';
import { type Filter, kept } from './filter.ts';

const minLetterShare = 0.4;
const maxDigitShare = 0.4;

export const dropMostlySymbols: Filter = {
  name: 'mostly-symbols',
  judge({ text }) {
    const visible = text.replace(/[\s|#>-]+/g, '');
    const numLetters = countMatches(visible, /[\p{L}\p{M}]/gu);
    const numDigits = countMatches(visible, /\p{Nd}/gu);
    const numVisible = Math.max(1, visible.length);
    if (numLetters >= numVisible * minLetterShare && numDigits <= numVisible * maxDigitShare) return kept;
    const letters = Math.round((numLetters / numVisible) * 100);
    const digits = Math.round((numDigits / numVisible) * 100);
    return { isKept: false, reason: 'mostly-symbols', detail: `${letters} % letters, ${digits} % digits` };
  },
};
