/**
 * C4's rules (https://jmlr.org/papers/v21/20-074.html) as datatrove 0.10 applies and names them (`pipeline/filters/c4_filters.py`).
 * The verdict is given here; the lines that stay are written by the meter's `keepLines`, which FineWeb's order of steps needs.
 */
import { drop, keep, type QualityRule, read } from '../rule.ts';

export interface C4QualityThresholds {
  /** Fewest sentences in the lines that stay; -1 asks nothing. */
  minSentences: number;
  /** Whether a line has to end in a terminal mark; FineWeb does not ask for it. */
  needsTerminalMark: boolean;
}

export const c4QualityDefaults: C4QualityThresholds = { minSentences: 5, needsTerminalMark: true };

/** C4 quality with thresholds; those left out are the paper's. */
export function c4Quality(thresholds: Partial<C4QualityThresholds> = {}): QualityRule {
  const limit = { ...c4QualityDefaults, ...thresholds };
  const isStrict = limit.needsTerminalMark;
  return {
    name: 'c4-quality',
    judge(row) {
      const offence = read(row, isStrict ? 'strictOffence' : 'looseOffence');
      if (offence === 1) return drop('lorem_ipsum');
      if (offence === 2) return drop('curly_bracket');
      if (read(row, isStrict ? 'strictSentences' : 'looseSentences') < limit.minSentences)
        return drop('too_few_sentences');
      return keep;
    },
  };
}
