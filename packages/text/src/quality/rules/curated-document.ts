/**
 * A rule for documents that people wrote and keep: only what is next to empty, is no prose at all, or is a page that failed to load.
 * Invariant: bounds are ours; they are wide, since whoever keeps a document has chosen it already.
 */
import { measure, share } from '../measure.ts';
import { ranges } from '../ranges.ts';
import { layThresholds, makeRule, type QualityRule } from '../rule.ts';

export interface CuratedDocumentThresholds {
  /** Letters and digits, a Chinese character counted 2.25 times: about as much as a full sentence. */
  minWeight: number;
  /** The same where no line ends as a sentence does, as in menus and lists of links: about as much as two sentences. */
  minFragments: number;
  /** Of the characters that are no space. */
  minLetters: number;
  maxDigits: number;
  /** Characters up to which a document with placeholder text is nothing but that. */
  maxPlaceholder: number;
  /** Characters up to which a document that speaks of scripts, and of little else, is the notice of a page that did not load. */
  maxNotice: number;
}

export const curatedDocumentDefaults: CuratedDocumentThresholds = {
  minWeight: 100,
  minFragments: 160,
  minLetters: 0.35,
  maxDigits: 0.4,
  maxPlaceholder: 1500,
  maxNotice: 320,
};

/** What a Chinese character weighs more than a Latin one. */
const extraHanWeight = 1.25;

const weight = measure(['alphanumerics', 'han'], (letters, han) => letters + han * extraHanWeight);
/** The weight of a document without a sentence; others are not asked. */
const fragments = measure(['alphanumerics', 'han', 'terminalLines'], (letters, han, terminal) =>
  terminal > 0 ? Number.NaN : letters + han * extraHanWeight,
);
const letters = measure(
  ['letters', 'characters', 'spaces'],
  (count, characters, spaces) => count / Math.max(1, characters - spaces),
);
/** The length of a document with placeholder text; others are not asked. */
const placeholderLength = measure(['looseLoremLines', 'characters'], (lorem, characters) =>
  lorem > 0 ? characters : Number.NaN,
);
/** The length of a document at least half of whose lines speak of scripts, lines of one or two words aside; others are not asked. */
const noticeLength = measure(
  ['looseScriptLines', 'looseKeptLines', 'characters'],
  (script, kept, characters) => (script > 0 && script >= kept ? characters : Number.NaN),
);

/** The rule with thresholds. */
export function curatedDocument(thresholds: Partial<CuratedDocumentThresholds> = {}): QualityRule {
  const limit = { ...curatedDocumentDefaults, ...thresholds };
  return makeRule(
    'curated-document',
    layThresholds(limit, [
      ['minWeight', 'least', weight, ranges.characters, 'too-short'],
      ['minFragments', 'least', fragments, ranges.characters, 'too-short'],
      ['minLetters', 'least', letters, ranges.share, 'mostly-symbols'],
      ['maxDigits', 'most', share('decimals', 'characters'), ranges.share, 'mostly-symbols'],
      ['maxPlaceholder', 'more', placeholderLength, ranges.characters, 'boilerplate'],
      ['maxNotice', 'more', noticeLength, ranges.characters, 'boilerplate'],
    ]),
  );
}
