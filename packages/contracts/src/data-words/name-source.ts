/**
 * What a source is called for people: a folder at the top of what was read, by its own name.
 * Invariant: cards keep the name that they were made with; only what is told of it changes.
 */
import type { ReaderLanguage } from './name-language.ts';

/** Of documents that lie in no folder of their own. */
const topSource = '.';

/** Whether a source is a folder, which is worth naming beside a document of it. */
export function isFolderSource(source: string): boolean {
  return source !== '' && source !== topSource;
}

export function nameSource(source: string, reader: ReaderLanguage): string {
  if (source !== topSource) return source;
  return reader === 'zh' ? '最上层' : 'top level';
}
