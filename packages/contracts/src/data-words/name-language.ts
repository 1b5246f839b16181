/**
 * Languages of documents in the reader's language.
 * Invariant: a code that neither words nor machine knows is shown as it came.
 */
import { en } from './en.ts';
import { zh } from './zh.ts';

/** The languages in which Slipway speaks to people. */
export type ReaderLanguage = 'en' | 'zh';

/** @param code as BCP 47 has it, or `und` where none was found: `zh-Hans`, `pt` */
export function nameLanguage(code: string, reader: ReaderLanguage): string {
  const own: Readonly<Record<string, string>> = reader === 'zh' ? zh.language : en.language;
  if (Object.hasOwn(own, code)) return own[code] ?? code;
  try {
    return new Intl.DisplayNames([reader === 'zh' ? 'zh-CN' : 'en'], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
