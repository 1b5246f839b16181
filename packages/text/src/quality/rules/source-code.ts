/**
 * Rules for source code as StarCoder's data had them (https://arxiv.org/abs/2305.06161, section 3: average and longest line, share of
 * letters and digits, after The Stack's `basic` filters).
 * Refuses: the share of comments, which needs the programming language's grammar.
 */
import { drop, keep, type QualityRule, read, share } from '../rule.ts';

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

/** The rules for code with thresholds. */
export function sourceCode(thresholds: Partial<SourceCodeThresholds> = {}): QualityRule {
  const limit = { ...sourceCodeDefaults, ...thresholds };
  return {
    name: 'source-code',
    judge(row) {
      if (read(row, 'characters') === 0) return drop('code_empty');
      if (read(row, 'characters') / read(row, 'lines') > limit.maxAverageLine)
        return drop('code_average_line');
      if (read(row, 'longestLine') > limit.maxLine) return drop('code_long_line');
      if (share(row, 'alphanumerics', 'characters') < limit.minAlphanumerics)
        return drop('code_few_alphanumerics');
      if (share(row, 'letters', 'characters') < limit.minLetters) return drop('code_few_letters');
      return keep;
    },
  };
}
