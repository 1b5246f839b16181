/**
 * Rules for source code as StarCoder's data had them (https://arxiv.org/abs/2305.06161, section 3: average and longest line, share of
 * letters and digits, after The Stack's `basic` filters).
 * Refuses: the share of comments, which needs the programming language's grammar.
 */
import { count, measure, share } from '../measure.ts';
import { ranges } from '../ranges.ts';
import { layThresholds, makeRule, type QualityRule } from '../rule.ts';

export interface SourceCodeThresholds {
  /** Characters. */
  maxAverageLine: number;
  /** Characters. */
  maxLine: number;
  minAlphanumerics: number;
  minLetters: number;
}

export const sourceCodeDefaults: SourceCodeThresholds = {
  maxAverageLine: 100,
  maxLine: 1000,
  minAlphanumerics: 0.25,
  minLetters: 0.25,
};

const averageLine = measure(['characters', 'lines'], (characters, lines) => characters / lines);

/** The rules for code with thresholds. */
export function sourceCode(thresholds: Partial<SourceCodeThresholds> = {}): QualityRule {
  const limit = { ...sourceCodeDefaults, ...thresholds };
  const alphanumerics = share('alphanumerics', 'characters');
  return makeRule('source-code', [
    { reason: 'code_empty', measure: count('characters'), equals: 0 },
    ...layThresholds(limit, [
      ['maxAverageLine', 'most', averageLine, ranges.averageLine, 'code_average_line'],
      ['maxLine', 'most', count('longestLine'), ranges.longestLine, 'code_long_line'],
      ['minAlphanumerics', 'least', alphanumerics, ranges.share, 'code_few_alphanumerics'],
      ['minLetters', 'least', share('letters', 'characters'), ranges.share, 'code_few_letters'],
    ]),
  ]);
}
