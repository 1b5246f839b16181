/**
 * C4's rules (https://jmlr.org/papers/v21/20-074.html) as datatrove 0.10 applies and names them (`pipeline/filters/c4_filters.py`).
 * The verdict is given here; the lines that stay are written by the meter's `keepLines`, which FineWeb's order of steps needs.
 */
import { count } from '../measure.ts';
import { ranges } from '../ranges.ts';
import { layThresholds, makeRule, type QualityRule } from '../rule.ts';

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
  const offence = count(isStrict ? 'strictOffence' : 'looseOffence');
  const sentences = count(isStrict ? 'strictSentences' : 'looseSentences');
  return makeRule('c4-quality', [
    { reason: 'lorem_ipsum', measure: offence, equals: 1 },
    { reason: 'curly_bracket', measure: offence, equals: 2 },
    ...layThresholds(limit, [['minSentences', 'least', sentences, ranges.sentences, 'too_few_sentences']]),
  ]);
}
