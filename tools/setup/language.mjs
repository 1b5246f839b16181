// Chooses the language in which set-up speaks: Chinese where the locale begins with `zh`, English everywhere else.
// POSIX order: LC_ALL beats LC_MESSAGES beats LANG. Refuses: any other source of a language.

import { en } from './messages/en.mjs';
import { zh } from './messages/zh.mjs';

/** `zh` or `en` for an environment. */
export function chooseLanguage(environment) {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return locale.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** The catalogue of sentences for a language: the same keys in each. */
export function messagesIn(language) {
  return language === 'zh' ? zh : en;
}
