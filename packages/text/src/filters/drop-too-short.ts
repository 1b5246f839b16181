/**
 * Drops documents that say too little to learn from or to cite: less than 200 characters' weight, a Han character counting 2.25.
 * Borrowed from the idea of Gopher's minimum of 50 words (Rae et al. 2021, arXiv:2112.11446, appendix A), in a form that holds for
 * languages without spaces. White space and marks do not count.
 */
import { textWeight } from '../sentences/text-weight.ts';
import { type Filter, kept } from './filter.ts';

const minWeight = 200;

export const dropTooShort: Filter = {
  name: 'too-short',
  judge({ text }) {
    const weight = textWeight(text.replace(/[\s#*_>|`~-]+/g, ' '));
    if (weight >= minWeight) return kept;
    return {
      isKept: false,
      reason: 'too-short',
      detail: `${Math.round(weight)} characters, at least ${minWeight}`,
    };
  },
};
