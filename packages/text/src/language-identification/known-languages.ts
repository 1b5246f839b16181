/**
 * The languages that documents are told to be in, as a user may name them.
 * Invariant: a tag that is known here is one that some document can be told by, itself or as the part before a hyphen.
 */
import { listLanguages, shippedModel } from './create-language-identifier.ts';

/** The tag of documents whose language cannot be told. */
const undetermined = 'und';

let known: readonly string[] | undefined;

/** The tags that documents are told by (BCP 47), sorted, without `und`. */
export function listKnownLanguages(): readonly string[] {
  known ??= listLanguages(shippedModel());
  return known;
}

/** Whether a tag names a language, or all forms of one (`zh` for `zh-Hans` and `zh-Hant`), or `und`. */
export function isKnownLanguage(tag: string): boolean {
  return tag === undetermined || listKnownLanguages().some((one) => one === tag || one.startsWith(`${tag}-`));
}
