/**
 * Languages of documents in the language of the page.
 */
import { nameLanguage as nameLanguageFor } from '@slipway/contracts';
import type { Messages } from './messages.ts';

/** @param code as BCP 47 has it, or `und` where none was found: `zh-Hans`, `pt` */
export function nameLanguage(code: string, { language }: Pick<Messages, 'language'>): string {
  return nameLanguageFor(code, language);
}
