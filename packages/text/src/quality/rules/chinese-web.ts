/**
 * Rules for Chinese web text: those of ChineseWebText 2.0 that ask for numbers only (`preprocess.py` of CASIA-LM/ChineseWebText: length,
 * length of a line, share of Chinese, no traditional Chinese), and shares of characters as Data-Juicer's
 * `alphanumeric_filter`, `special_characters_filter` and `maximum_line_length_filter` ask for.
 * Their bounds are ours where none is named. Differs: traditional Chinese is found by a list of frequent characters, not by
 * conversion, and a share of it is allowed; special characters are all that are no letters, where Data-Juicer has a list of its own.
 */
import { count, measure, share } from '../measure.ts';
import { ranges } from '../ranges.ts';
import { layThresholds, makeRule, type QualityRule } from '../rule.ts';

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
  const marks = share('punctuation', 'characters');
  const special = share('specialCharacters', 'characters');
  return makeRule(
    'chinese-web',
    layThresholds(limit, [
      ['minCharacters', 'more', count('characters'), ranges.characters, 'zh_short_doc'],
      ['minAverageLine', 'least', averageLine, ranges.averageLine, 'zh_short_lines'],
      ['minHan', 'least', share('han', 'characters'), ranges.share, 'zh_few_han'],
      ['maxTraditional', 'most', share('traditional', 'han'), ranges.smallShare, 'zh_traditional'],
      ['minPunctuation', 'least', marks, ranges.smallShare, 'zh_few_marks'],
      ['maxPunctuation', 'most', marks, ranges.share, 'zh_many_marks'],
      ['maxSpecialCharacters', 'most', special, ranges.share, 'zh_special_characters'],
      ['maxLine', 'most', count('longestLine'), ranges.longestLine, 'zh_long_line'],
    ]),
  );
}

const averageLine = measure(
  ['characters', 'newlines'],
  (characters, newlines) => characters / (newlines + 1),
);
