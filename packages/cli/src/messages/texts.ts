/**
 * The texts of the command line in the reader's language.
 */
import { en } from './en.ts';
import type { Language } from './language.ts';
import { zh } from './zh.ts';

export type Texts = { readonly [Key in keyof typeof en]: string };

export function readTexts(language: Language): Texts {
  return language === 'zh' ? zh : en;
}

const place = /\{(\w+)(?:\|([^|}]+)\|([^|}]+))?\}/g;

/** Puts values in the places of a text: `{name}`; `{files|file|files}` also says of what they are, one or many. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(place, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return one === undefined ? String(value) : `${value} ${String(value) === '1' ? one : many}`;
  });
}
