/**
 * Gopher's quality rules (https://arxiv.org/abs/2112.11446, table A1) as datatrove 0.10 applies and names them
 * (`pipeline/filters/gopher_quality_filter.py`).
 */
import { count, measure, share } from '../measure.ts';
import { ranges } from '../ranges.ts';
import { layThresholds, makeRule, type QualityRule } from '../rule.ts';

export interface GopherQualityThresholds {
  minWords: number;
  maxWords: number;
  /** Characters. */
  minAverageWord: number;
  /** Characters. */
  maxAverageWord: number;
  maxSymbolsPerWord: number;
  maxBulletLines: number;
  maxEllipsisLines: number;
  /** Despite datatrove's name for it, the least share of words with a letter. */
  minLetterWords: number;
  minStopWords: number;
}

export const gopherQualityDefaults: GopherQualityThresholds = {
  minWords: 50,
  maxWords: 100_000,
  minAverageWord: 3,
  maxAverageWord: 10,
  maxSymbolsPerWord: 0.1,
  maxBulletLines: 0.9,
  maxEllipsisLines: 0.3,
  minLetterWords: 0.8,
  minStopWords: 2,
};

const words = count('otherWords');
const averageWord = measure(['otherWordCharacters', 'otherWords'], (characters, words) => characters / words);

/** Gopher quality with thresholds; those left out are the paper's. */
export function gopherQuality(thresholds: Partial<GopherQualityThresholds> = {}): QualityRule {
  const limit = { ...gopherQualityDefaults, ...thresholds };
  const { share: whole, smallShare, wordLength } = ranges;
  return makeRule(
    'gopher-quality',
    layThresholds(limit, [
      ['minWords', 'least', words, ranges.words, 'gopher_short_doc'],
      ['maxWords', 'most', words, ranges.manyWords, 'gopher_long_doc'],
      ['minAverageWord', 'least', averageWord, wordLength, 'gopher_below_avg_threshold'],
      ['maxAverageWord', 'most', averageWord, wordLength, 'gopher_above_avg_threshold'],
      ['maxSymbolsPerWord', 'most', share('hashMarks', 'words'), smallShare, 'gopher_too_many_hashes'],
      ['maxSymbolsPerWord', 'most', share('ellipses', 'words'), smallShare, 'gopher_too_many_ellipsis'],
      ['maxBulletLines', 'most', share('bulletLines', 'lines'), whole, 'gopher_too_many_bullets'],
      ['maxEllipsisLines', 'most', share('ellipsisLines', 'lines'), whole, 'gopher_too_many_end_ellipsis'],
      ['minLetterWords', 'least', share('letterWords', 'words'), whole, 'gopher_below_alpha_threshold'],
      ['minStopWords', 'least', count('stopWords'), ranges.stopWords, 'gopher_enough_stop_words'],
    ]),
  );
}
