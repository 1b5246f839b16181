/**
 * Gopher's quality rules (https://arxiv.org/abs/2112.11446, table A1) as datatrove 0.10 applies and names them
 * (`pipeline/filters/gopher_quality_filter.py`).
 */
import { drop, keep, type QualityRule, read, share } from '../rule.ts';

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

/** Gopher quality with thresholds; those left out are the paper's. */
export function gopherQuality(thresholds: Partial<GopherQualityThresholds> = {}): QualityRule {
  const limit = { ...gopherQualityDefaults, ...thresholds };
  return {
    name: 'gopher-quality',
    judge(row) {
      const words = read(row, 'otherWords');
      if (limit.minWords && words < limit.minWords) return drop('gopher_short_doc');
      if (limit.maxWords && words > limit.maxWords) return drop('gopher_long_doc');
      const average = read(row, 'otherWordCharacters') / words;
      if (limit.minAverageWord && average < limit.minAverageWord) return drop('gopher_below_avg_threshold');
      if (limit.maxAverageWord && average > limit.maxAverageWord) return drop('gopher_above_avg_threshold');
      const symbols = limit.maxSymbolsPerWord;
      if (symbols && share(row, 'hashMarks', 'words') > symbols) return drop('gopher_too_many_hashes');
      if (symbols && share(row, 'ellipses', 'words') > symbols) return drop('gopher_too_many_ellipsis');
      if (limit.maxBulletLines && share(row, 'bulletLines', 'lines') > limit.maxBulletLines)
        return drop('gopher_too_many_bullets');
      if (limit.maxEllipsisLines && share(row, 'ellipsisLines', 'lines') > limit.maxEllipsisLines)
        return drop('gopher_too_many_end_ellipsis');
      if (limit.minLetterWords && share(row, 'letterWords', 'words') < limit.minLetterWords)
        return drop('gopher_below_alpha_threshold');
      if (limit.minStopWords && read(row, 'stopWords') < limit.minStopWords)
        return drop('gopher_enough_stop_words');
      return keep;
    },
  };
}
