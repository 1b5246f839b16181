/**
 * Gopher's repetition rules (https://arxiv.org/abs/2112.11446, table A1) as datatrove 0.10 applies and names them
 * (`pipeline/filters/gopher_repetition_filter.py`).
 */
import type { ColumnName } from '../../statistics/columns.ts';
import { count, type Measure, measure, share } from '../measure.ts';
import { ranges } from '../ranges.ts';
import { layThresholds, makeRule, type QualityRule, type Threshold } from '../rule.ts';

type NgramThreshold = readonly [count: number, maxShare: number];

/** Shares of lines, paragraphs or of the text's characters. */
export interface GopherRepetitionThresholds {
  maxRepeatedLines: number;
  maxRepeatedParagraphs: number;
  maxRepeatedLineCharacters: number;
  maxRepeatedParagraphCharacters: number;
  /** For 2 to 4 words: the most frequent n-gram. */
  top: readonly NgramThreshold[];
  /** For 5 to 10 words: n-grams that stood before. */
  repeated: readonly NgramThreshold[];
  /**
   * Words from which on the most frequent n-gram is asked for. The paper asks always: of few words each stands for much of the text though it
   * stands once, as clauses do that are written without spaces.
   */
  minWordsForTop: number;
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
  minWordsForTop: 0,
};

const repeatedParagraphs = share('repeatedParagraphs', 'paragraphs');
const paragraphCharacters = share('repeatedParagraphCharacters', 'characters');
const repeatedLines = share('repeatedSegments', 'segments');
const lineCharacters = share('repeatedSegmentCharacters', 'characters');

/** Gopher repetition with thresholds; those left out are the paper's. Those of n-grams are named `maxTop2`, `maxRepeated5` and so on. */
export function gopherRepetition(thresholds: Partial<GopherRepetitionThresholds> = {}): QualityRule {
  const limit = { ...gopherRepetitionDefaults, ...thresholds };
  return makeRule('gopher-repetition', [
    { reason: 'empty', measure: count('characters'), equals: 0 },
    ...layThresholds(limit, [
      ['maxRepeatedParagraphs', 'most', repeatedParagraphs, ranges.share, 'dup_para_frac'],
      ['maxRepeatedParagraphCharacters', 'most', paragraphCharacters, ranges.share, 'dup_para_char_frac'],
      ['maxRepeatedLines', 'most', repeatedLines, ranges.share, 'dup_line_frac'],
      ['maxRepeatedLineCharacters', 'most', lineCharacters, ranges.share, 'dup_line_char_frac'],
    ]),
    ...limit.top.map(([count, bound]) =>
      most(`maxTop${count}`, topShare(`top${count}` as ColumnName, limit.minWordsForTop), {
        bound,
        reason: `top_${count}_gram`,
      }),
    ),
    ...limit.repeated.map(([count, bound]) =>
      most(`maxRepeated${count}`, share(`repeated${count}` as ColumnName, 'characters'), {
        bound,
        reason: `duplicated_${count}_n_grams`,
      }),
    ),
  ]);
}

/** Of the text's characters; texts of fewer words are not asked. */
function topShare(column: ColumnName, minWords: number): Measure {
  if (minWords === 0) return share(column, 'characters');
  return measure([column, 'characters', 'words'], (part, characters, words) =>
    words < minWords || characters === 0 ? Number.NaN : part / characters,
  );
}

function most(
  name: string,
  asked: Measure,
  { bound, reason }: Pick<Threshold, 'bound' | 'reason'>,
): Threshold {
  return { name, kind: 'most', bound, reason, measure: asked, range: ranges.share };
}
