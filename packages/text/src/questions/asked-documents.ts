/**
 * The documents of which questions are asked, in the one order in which all makers of questions take them.
 * Invariant: by path, then by digest; the order in which they came does not matter. Refuses documents that `is-unsuitable.ts` names.
 */
import { compareCodeUnits } from '../hash/compare-code-units.ts';
import type { TellLanguage } from '../language-identification/create-language-teller.ts';
import type { Document } from '../records/document.ts';
import type { Section } from '../records/section.ts';
import { splitSections } from '../sections/split-sections.ts';
import { isUnsuitableHeading, isUnsuitablePath } from './is-unsuitable.ts';

/** What of a document is needed to ask about it. */
export type Asked = Pick<Document, 'document' | 'path' | 'title' | 'format' | 'text'>;

export interface AskedDocument {
  document: Asked;
  /** Of the whole text. */
  language: string;
  sections: Section[];
  /** The language of a part of its text. */
  languageOf(part: string): string;
}

/** A part's own language is believed from this confidence on; below, it is that of its document. */
const minConfidence = 0.8;

export interface AskingOptions {
  /** Tells the language of a document, and of a part of one. */
  tellLanguage: TellLanguage;
}

/** The suitable documents in order. */
export function* askedDocuments(
  documents: readonly Asked[],
  { tellLanguage }: AskingOptions,
): Generator<AskedDocument> {
  const sorted = [...documents].sort(
    (a, b) => compareCodeUnits(a.path, b.path) || compareCodeUnits(a.document, b.document),
  );
  for (const document of sorted) {
    if (isUnsuitablePath(document.path) || isUnsuitableHeading([document.title])) continue;
    const { language } = tellLanguage(document.text);
    yield {
      document,
      language,
      sections: splitSections(document.text, document.format),
      languageOf(part) {
        const own = tellLanguage(part);
        return own.confidence >= minConfidence ? own.language : language;
      },
    };
  }
}
