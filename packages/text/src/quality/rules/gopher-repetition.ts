/**
 * Gopher's repetition rules (https://arxiv.org/abs/2112.11446, table A1) as datatrove 0.10 applies and names them
 * (`pipeline/filters/gopher_repetition_filter.py`).
 */
import type { ColumnName } from '../../statistics/columns.ts';
import { drop, keep, type QualityRule, read, share } from '../rule.ts';

type Threshold = readonly [count: number, maxShare: number];

/** Shares of lines, paragraphs or of the text's characters. */
export interface GopherRepetitionThresholds {
  maxRepeatedLines: number;
  maxRepeatedParagraphs: number;
  maxRepeatedLineCharacters: number;
  maxRepeatedParagraphCharacters: number;
  /** For 2 to 4 words: the most frequent n-gram. */
  top: readonly Threshold[];
  /** For 5 to 10 words: n-grams that stood before. */
  repeated: readonly Threshold[];
}

export const gopherRepetitionDefaults: GopherRepetitionThresholds = {
  maxRepeatedLines: 0.3,
  maxRepeatedParagraphs: 0.3,
  maxRepeatedLineCharacters: 0.2,
  maxRepeatedParagraphCharacters: 0.2,
  top: [
    [2, 0.2],
    [3, 0.18],
    [4, 0.16],
  ],
  repeated: [
    [5, 0.15],
    [6, 0.14],
    [7, 0.13],
    [8, 0.12],
    [9, 0.11],
    [10, 0.1],
  ],
};

/** Gopher repetition with thresholds; those left out are the paper's. */
export function gopherRepetition(thresholds: Partial<GopherRepetitionThresholds> = {}): QualityRule {
  const limit = { ...gopherRepetitionDefaults, ...thresholds };
  const shares: [number, ColumnName, ColumnName, string][] = [
    [limit.maxRepeatedParagraphs, 'repeatedParagraphs', 'paragraphs', 'dup_para_frac'],
    [limit.maxRepeatedParagraphCharacters, 'repeatedParagraphCharacters', 'characters', 'dup_para_char_frac'],
    [limit.maxRepeatedLines, 'repeatedSegments', 'segments', 'dup_line_frac'],
    [limit.maxRepeatedLineCharacters, 'repeatedSegmentCharacters', 'characters', 'dup_line_char_frac'],
  ];
  for (const [count, most] of limit.top)
    shares.push([most, `top${count}` as ColumnName, 'characters', `top_${count}_gram`]);
  for (const [count, most] of limit.repeated)
    shares.push([most, `repeated${count}` as ColumnName, 'characters', `duplicated_${count}_n_grams`]);
  return {
    name: 'gopher-repetition',
    judge(row) {
      if (read(row, 'characters') === 0) return drop('empty');
      for (const [most, column, of, reason] of shares) {
        if (most && share(row, column, of) > most) return drop(reason);
      }
      return keep;
    },
  };
}
