/**
 * A Markdown heading as the plain words a person would say.
 * Invariant: one line, without markup, emoji, anchors, trailing colon or numbering noise; may be empty.
 */
import { decodeEntities } from './decode-entities.ts';

const emoji = /\p{Extended_Pictographic}|[\u{1f1e6}-\u{1f1ff}]|\ufe0f|\u200d|\u20e3/gu;

/** The plain words of a heading's Markdown, which may be with or without its `#` marks. */
export function plainHeading(markdown: string): string {
  const bare = markdown
    .replace(/^\s{0,3}#{1,6}(?=\s|$)/, '')
    .replace(/\s#+\s*$/, '')
    .replace(/\s*\{#[\w-]{1,100}\}\s*$/, '')
    .replace(/(\*\*|__)(?=\S)([^\n]*?\S)\1/g, '$2')
    .replace(/(?<![\w*])\*(?=\S)([^*\n]*[^\s*])\*(?![\w*])/g, '$1')
    .replace(/(?<![\w_])_(?=\S)([^_\n]*[^\s_])_(?![\w_])/g, '$1')
    .replace(/`/g, '')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/:[a-z0-9_+-]{2,40}:/g, '')
    .replace(emoji, (mark) => (/[©®™]/.test(mark) ? mark : ''));
  return decodeEntities(bare)
    .replace(/\s+/g, ' ')
    .replace(/^[\s|•·–—-]+|[\s|•·–—:：-]+$/g, '')
    .trim();
}
