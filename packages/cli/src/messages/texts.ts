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

/** Puts values in the places of a text: `{name}`. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
