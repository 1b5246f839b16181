/**
 * The language a person reads: from the locale of the terminal.
 */

export type Language = 'en' | 'zh';

/** @param locale as `LC_ALL` or `LANG` give it: `zh_CN.UTF-8` */
export function readLanguage(locale: string | undefined): Language {
  return locale?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
