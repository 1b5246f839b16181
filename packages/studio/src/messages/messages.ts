/**
 * What the pages say, in English and in Chinese: the catalogues, the language in force, and the hook that reads them.
 * Invariant: both catalogues have the same names (typed); a name that is not in them does not compile.
 */
import { type DataWordFamily, dataWordFamilies, wordData } from '@slipway/contracts';
import i18next from 'i18next';
import { useMemo, useSyncExternalStore } from 'react';
import { type CatalogueName, en } from './en.ts';
import { zh } from './zh.ts';

export type Language = 'en' | 'zh';
export const languages: readonly Language[] = ['en', 'zh'];

type Singular<Name extends string> = Name extends `${infer Stem}_${'one' | 'other'}` ? Stem : Name;
/** The name of a message; for counted ones without `_one` and `_other`. */
export type MessageName = Singular<CatalogueName>;
export type MessageValues = Record<string, string | number>;
export type Translate = (name: MessageName, values?: MessageValues) => string;

/** Families of words that the server sends and the pages translate. */
export type WordFamily =
  | DataWordFamily
  | 'activity'
  | 'check'
  | 'handover'
  | 'kind'
  | 'label'
  | 'launcher'
  | 'metric'
  | 'role'
  | 'run'
  | 'side'
  | 'step'
  | 'task'
  | 'unit'
  | 'unitShort';

export interface Messages {
  t: Translate;
  /** A word of the server's in the reader's language; one that no catalogue knows is shown as it is, dashes as spaces. */
  word: (family: WordFamily, term: string) => string;
  language: Language;
}

const storageKey = 'slipway.language';

function firstLanguage(): Language {
  const stored = localStorage.getItem(storageKey);
  if (stored === 'en' || stored === 'zh') return stored;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** Loads both catalogues and settles the language; called once before the first paint. */
export function startMessages(): void {
  void i18next.init({
    lng: firstLanguage(),
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    resources: { en: { translation: en }, zh: { translation: zh } },
  });
  markDocument();
}

function markDocument(): void {
  document.documentElement.lang = currentLanguage() === 'zh' ? 'zh-CN' : 'en';
}

function currentLanguage(): Language {
  return i18next.language === 'zh' ? 'zh' : 'en';
}

/** Changes the language and remembers it in this browser. */
export function chooseLanguage(language: Language): void {
  localStorage.setItem(storageKey, language);
  void i18next.changeLanguage(language).then(markDocument);
}

function subscribe(listener: () => void): () => void {
  i18next.on('languageChanged', listener);
  return () => i18next.off('languageChanged', listener);
}

const isOfData = (family: WordFamily): family is DataWordFamily =>
  (dataWordFamilies as readonly WordFamily[]).includes(family);

/** The language in force and what looks up its messages; renders again when it changes. */
export function useMessages(): Messages {
  const language = useSyncExternalStore(subscribe, currentLanguage);
  return useMemo(() => {
    const t = i18next.getFixedT(language);
    const word = (family: WordFamily, term: string) =>
      isOfData(family)
        ? wordData(family, term, language)
        : t(`${family}.${term}`, { defaultValue: term.replaceAll('-', ' ') });
    return { language, word, t: t as Translate };
  }, [language]);
}
