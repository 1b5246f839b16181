/**
 * FineWeb's own rules (https://arxiv.org/abs/2406.17557, section 3.6) as datatrove 0.10 applies and names them
 * (`pipeline/filters/fineweb_quality_filter.py`).
 */
import type { ColumnName } from '../../statistics/columns.ts';
import { drop, keep, type QualityRule, read, share } from '../rule.ts';

export interface FinewebQualityThresholds {
  /** Least share of lines that end in a terminal mark. */
  minTerminalLines: number;
  /** Most share of lines of at most `shortLine` characters. */
  maxShortLines: number;
  /** Characters; one of those the columns count. */
  shortLine: 10 | 20 | 30 | 40 | 60;
  maxRepeatedCharacters: number;
  maxNewlinesPerWord: number;
}

export const finewebQualityDefaults: FinewebQualityThresholds = {
  minTerminalLines: 0.12,
  maxShortLines: 0.67,
  shortLine: 30,
  maxRepeatedCharacters: 0.01,
  maxNewlinesPerWord: 0.3,
};

/** FineWeb quality with thresholds; those left out are those of the English FineWeb. */
export function finewebQuality(thresholds: Partial<FinewebQualityThresholds> = {}): QualityRule {
  const limit = { ...finewebQualityDefaults, ...thresholds };
  const shortLines = `linesOfAtMost${limit.shortLine}` as ColumnName;
  return {
    name: 'fineweb-quality',
    judge(row) {
      if (read(row, 'filledLines') === 0) return drop('empty');
      if (share(row, 'terminalLines', 'filledLines') < limit.minTerminalLines)
        return drop('line_punct_ratio');
      if (share(row, shortLines, 'filledLines') > limit.maxShortLines) return drop('short_line_ratio');
      const characters = read(row, 'characters') - read(row, 'newlines');
      if (read(row, 'repeatedFilledLineCharacters') / characters > limit.maxRepeatedCharacters)
        return drop('char_dup_ratio');
      if (share(row, 'newlines', 'words') > limit.maxNewlinesPerWord) return drop('list_ratio');
      return keep;
    },
  };
}
