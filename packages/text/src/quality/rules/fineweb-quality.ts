/**
 * FineWeb's own rules (https://arxiv.org/abs/2406.17557, section 3.6) as datatrove 0.10 applies and names them
 * (`pipeline/filters/fineweb_quality_filter.py`).
 */
import { count, measure, share } from '../measure.ts';
import { ranges } from '../ranges.ts';
import { layThresholds, makeRule, type QualityRule } from '../rule.ts';

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
  const shortLines = share(`linesOfAtMost${limit.shortLine}`, 'filledLines');
  const newlines = share('newlines', 'words');
  return makeRule('fineweb-quality', [
    { reason: 'empty', measure: count('filledLines'), equals: 0 },
    ...layThresholds(limit, [
      ['minTerminalLines', 'least', terminalLines, ranges.share, 'line_punct_ratio'],
      ['maxShortLines', 'most', shortLines, ranges.share, 'short_line_ratio'],
      ['maxRepeatedCharacters', 'most', repeatedCharacters, ranges.tinyShare, 'char_dup_ratio'],
      ['maxNewlinesPerWord', 'most', newlines, ranges.share, 'list_ratio'],
    ]),
  ]);
}

const terminalLines = share('terminalLines', 'filledLines');
const repeatedCharacters = measure(
  ['repeatedFilledLineCharacters', 'characters', 'newlines'],
  (repeated, characters, newlines) => repeated / (characters - newlines),
);
