/**
 * What the names of the data factory are called in the reader's language.
 * Invariant: a name that no catalogue knows is shown as it is, its dashes as spaces; nothing throws.
 * Refuses: to format numbers, which each client writes in its own way.
 */
import { en } from './en.ts';
import { nameLanguage, type ReaderLanguage } from './name-language.ts';
import { zh } from './zh.ts';

/** Families of names that cards and plans carry. */
export type DataWordFamily = keyof typeof en;

/** The families, for those who have words of their own beside these. */
export const dataWordFamilies = Object.keys(en) as readonly DataWordFamily[];

/** @param term as the card has it: `gopher_short_doc`, of a measure `minWords.gopher_short_doc`, of a language its BCP 47 code */
export function wordData(family: DataWordFamily, term: string, reader: ReaderLanguage): string {
  if (family === 'language') return nameLanguage(term, reader);
  const words: Readonly<Record<string, string>> = (reader === 'zh' ? zh : en)[family];
  if (Object.hasOwn(words, term)) return words[term] ?? term;
  const [, language] = family === 'recipe' ? (/^fineweb2-(.+)$/.exec(term) ?? []) : [];
  if (language !== undefined)
    return reader === 'zh'
      ? `FineWeb-2 ${nameLanguage(language, reader)}`
      : `FineWeb-2, ${nameLanguage(language, reader)}`;
  return term.replaceAll('-', ' ');
}

/** A warning of a card: its code, and the numbers that its sentence tells. */
export interface CodedWarning {
  code: string;
  values: Readonly<Record<string, number>>;
}

/**
 * A warning in words: what is odd, and the sentence that says more.
 * @param format how the client writes a count
 * @returns no `detail` where the code is of another version, or its numbers are not there
 */
export function wordWarning(
  { code, values }: CodedWarning,
  reader: ReaderLanguage,
  format: (count: number) => string,
): { title: string; detail?: string } {
  const title = wordData('warning', code, reader);
  const sentences: Readonly<Record<string, string>> = (reader === 'zh' ? zh : en).warningDetail;
  if (!Object.hasOwn(sentences, code)) return { title };
  const told = (sentences[code] ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : format(value);
  });
  return told.includes('{') ? { title } : { title, detail: told };
}
