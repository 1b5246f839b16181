/**
 * From counted pieces to a vocabulary. Invariant: special tokens have the first ids, in the order given; then come the 256 bytes, then what
 * merging makes.
 */
import type { SplitPattern } from '../tokenizer/split-patterns.ts';
import { refuseTokenizer } from '../tokenizer/tokenizer-error.ts';
import { packTokens, type Vocabulary } from '../tokenizer/vocabulary.ts';
import type { PieceCounts } from './count-pieces.ts';
import { type TrainOptions, trainMerges } from './train-merges.ts';

export interface TrainTokenizerOptions extends Omit<TrainOptions, 'numSpecial'> {
  /** That with which the pieces were cut. */
  splitPattern: SplitPattern;
  normaliser?: Vocabulary['normaliser'];
  specialTokens?: readonly string[];
}

/** @throws SlipwayError `argument-invalid` if the vocabulary has no room for the bytes, or a special token is empty or comes twice */
export function trainTokenizer(
  counts: PieceCounts,
  { splitPattern, normaliser = 'none', specialTokens = [], ...options }: TrainTokenizerOptions,
): Vocabulary {
  const least = specialTokens.length + 256;
  if (options.vocabularySize < least)
    refuseTokenizer(
      `a vocabulary of ${options.vocabularySize} is too small`,
      `At least ${least} are needed.`,
    );
  if (specialTokens.includes('') || new Set(specialTokens).size !== specialTokens.length)
    refuseTokenizer('a special token is empty or given twice', 'Each must be a text of its own.');
  const { tokens, merges } = trainMerges(counts, { ...options, numSpecial: specialTokens.length });
  const plain = { isSpecial: true, takesLeft: false, takesRight: false, isNormalised: false };
  return {
    tokens: packTokens(tokens),
    merges,
    splitPattern,
    isWholeFirst: false,
    normaliser,
    addedTokens: specialTokens.map((content, id) => ({ id, content, ...plain })),
  };
}
