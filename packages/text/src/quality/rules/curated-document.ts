/**
 * A rule for documents that people wrote and keep: only what is next to empty, is no prose at all, or is a page that failed to load.
 * Invariant: bounds are ours; they are wide, since whoever keeps a document has chosen it already.
 */
import { measure, share } from '../measure.ts';
import { ranges } from '../ranges.ts';
import { layThresholds, makeRule, type QualityRule } from '../rule.ts';

export interface CuratedDocumentThresholds {
  /** Letters and digits, a Chinese character counted 2.25 times: about as much as two sentences. */
  minWeight: number;
  /** Of the characters that are no space. */
  minLetters: number;
  maxDigits: number;
  /** Characters up to which a document with placeholder text, or a notice about scripts, is nothing but that. */
  maxNotice: number;
}

export const curatedDocumentDefaults: CuratedDocumentThresholds = {
  minWeight: 160,
  minLetters: 0.35,
  maxDigits: 0.4,
  maxNotice: 1500,
};

/** What a Chinese character weighs more than a Latin one. */
const extraHanWeight = 1.25;

const weight = measure(['alphanumerics', 'han'], (letters, han) => letters + han * extraHanWeight);
const letters = measure(
  ['letters', 'characters', 'spaces'],
  (count, characters, spaces) => count / Math.max(1, characters - spaces),
);
/** The length of a document with placeholder text, or with a notice about scripts; others are not asked. */
const noticeLength = measure(
  ['looseLoremLines', 'looseScriptLines', 'characters'],
  (lorem, script, characters) => (lorem + script > 0 ? characters : Number.NaN),
);

/** The rule with thresholds. */
export function curatedDocument(thresholds: Partial<CuratedDocumentThresholds> = {}): QualityRule {
  const limit = { ...curatedDocumentDefaults, ...thresholds };
  return makeRule(
    'curated-document',
    layThresholds(limit, [
      ['minWeight', 'least', weight, ranges.characters, 'too-short'],
      ['minLetters', 'least', letters, ranges.share, 'mostly-symbols'],
      ['maxDigits', 'most', share('decimals', 'characters'), ranges.share, 'mostly-symbols'],
      ['maxNotice', 'more', noticeLength, ranges.characters, 'boilerplate'],
    ]),
  );
}
