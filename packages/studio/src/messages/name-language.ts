/**
 * Languages of documents in the reader's language.
 * Invariant: a code that neither catalogue nor browser knows is shown as it came.
 */
import type { Messages } from './messages.ts';

/** @param code as BCP 47 has it, or `und` where none was found: `zh-Hans`, `pt` */
export function nameLanguage(code: string, { language, word }: Messages): string {
  if (['en', 'zh', 'und'].includes(code)) return word('language', code);
  try {
    return new Intl.DisplayNames([language === 'zh' ? 'zh-CN' : 'en'], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
