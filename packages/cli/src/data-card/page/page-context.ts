/**
 * What every part of a card's page is written with: the reader's language, its texts, and the words of the data factory.
 */
import { type DataWordFamily, wordData } from '@slipway/contracts';
import type { Language } from '../../messages/language.ts';
import { readTexts, type Texts } from '../../messages/texts.ts';

export interface PageContext {
  language: Language;
  texts: Texts;
  word(family: DataWordFamily, term: string): string;
}

export function makePageContext(language: Language): PageContext {
  return {
    language,
    texts: readTexts(language),
    word: (family, term) => wordData(family, term, language),
  };
}
