/**
 * Rules for Chinese web text: those of ChineseWebText 2.0 that ask for numbers only (`preprocess.py` of CASIA-LM/ChineseWebText: length,
 * length of a line, share of Chinese, no traditional Chinese), and shares of characters as Data-Juicer's
 * `alphanumeric_filter`, `special_characters_filter` and `maximum_line_length_filter` ask for.
 * Their bounds are ours where none is named. Differs: traditional Chinese is found by a list of frequent characters, not by
 * conversion, and a share of it is allowed; special characters are all that are no letters, where Data-Juicer has a list of its own.
 */
import { drop, keep, type QualityRule, read, share } from '../rule.ts';

export interface ChineseWebThresholds {
  /** ChineseWebText 2.0: more than 200. */
  minCharacters: number;
  /** ChineseWebText 2.0: 10 characters a line. */
  minAverageLine: number;
  /** ChineseWebText 2.0: 0.3. */
  minHan: number;
  /** Share of Chinese characters; 1 allows any. */
  maxTraditional: number;
  /** Ours: a text without marks is a list, one of marks only is none. */
  minPunctuation: number;
  maxPunctuation: number;
  /** The measure of Data-Juicer's `special_characters_filter` over a wider set; the bound is ours. */
  maxSpecialCharacters: number;
  /** Characters; the measure of Data-Juicer's `maximum_line_length_filter`, the bound is ours. */
  maxLine: number;
}

export const chineseWebDefaults: ChineseWebThresholds = {
  minCharacters: 200,
  minAverageLine: 10,
  minHan: 0.3,
  maxTraditional: 0.02,
  minPunctuation: 0.01,
  maxPunctuation: 0.3,
  maxSpecialCharacters: 0.4,
  maxLine: 10_000,
};

/** The Chinese rules with thresholds. */
export function chineseWeb(thresholds: Partial<ChineseWebThresholds> = {}): QualityRule {
  const limit = { ...chineseWebDefaults, ...thresholds };
  return {
    name: 'chinese-web',
    judge(row) {
      const characters = read(row, 'characters');
      if (characters <= limit.minCharacters) return drop('zh_short_doc');
      if (characters / (read(row, 'newlines') + 1) < limit.minAverageLine) return drop('zh_short_lines');
      if (share(row, 'han', 'characters') < limit.minHan) return drop('zh_few_han');
      if (share(row, 'traditional', 'han') > limit.maxTraditional) return drop('zh_traditional');
      const punctuation = share(row, 'punctuation', 'characters');
      if (punctuation < limit.minPunctuation) return drop('zh_few_marks');
      if (punctuation > limit.maxPunctuation) return drop('zh_many_marks');
      if (share(row, 'specialCharacters', 'characters') > limit.maxSpecialCharacters)
        return drop('zh_special_characters');
      if (read(row, 'longestLine') > limit.maxLine) return drop('zh_long_line');
      return keep;
    },
  };
}
