/**
 * Whether a language that a user names is one that documents are told by.
 * Invariant: the remedy names the tag that is meant where it can be told: by another form of the tag, or by the language's English name.
 */
import { findNearestWord } from '@slipway/core';
import { isKnownLanguage, listKnownLanguages } from '@slipway/text';
import type { z } from 'zod';

/** A refinement of a tag: refuses what no document is told by. */
export function requireLanguage(tag: string, { addIssue }: z.core.$RefinementCtx<string>): void {
  if (isKnownLanguage(tag)) return;
  const nearest = findNearestLanguage(tag.trim());
  const list = '`slipway data languages` lists them.';
  addIssue({
    code: 'custom',
    message: 'a tag such as en, de or zh',
    params: {
      hint:
        nearest === undefined ? `Give the tag of a language: ${list}` : `Did you mean "${nearest}"? ${list}`,
    },
  });
}

function findNearestLanguage(tag: string): string | undefined {
  const canonical = canonicalise(tag);
  const primary = canonical?.split('-', 1)[0];
  for (const form of [canonical, primary]) if (form !== undefined && isKnownLanguage(form)) return form;
  const names = new Intl.DisplayNames('en', { type: 'language' });
  const tagOf = new Map(listKnownLanguages().map((one) => [names.of(one) ?? one, one]));
  // The names of Chinese are those of its two forms.
  tagOf.set('Chinese', 'zh');
  const nearest = findNearestWord(tag, [...tagOf.keys()]);
  return nearest === undefined ? undefined : tagOf.get(nearest);
}

/** The tag as BCP 47 writes it: `en` for `ENG`; undefined for what is no tag at all. */
function canonicalise(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
