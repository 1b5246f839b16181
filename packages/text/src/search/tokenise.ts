/**
 * Text to search terms, alike for what is indexed and what is asked.
 * Invariant: a term is lower-case and without accents; English is stemmed (Porter); identifiers give themselves and their parts
 * (`readFile`: readfile, read, file); Chinese gives jieba's words; other scripts without spaces give pairs of characters.
 * Refuses words beyond 64 characters: they are data.
 */
import { stemmer } from 'stemmer';
import { segmentChinese } from './segment-chinese.ts';

export interface SearchToken {
  term: string;
  /** The word as it stood, lower-cased. */
  word: string;
}

/** Names this way of making terms; an index made by another is refused when loaded. */
export const tokeniserName = 'words-1;porter-1;jieba-2';

const maxWordCharacters = 64;
const spaceless = String.raw`\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const pieces = new RegExp(
  String.raw`(\p{Script=Han}+)|([${spaceless}]+)|((?:[cCfF]#|[cC]\+\+)(?![\p{L}\p{N}])|[[\p{L}\p{N}\p{M}_]--[\p{Script=Han}${spaceless}]]+)`,
  'gv',
);

/** The terms of a text in order, with repetition. */
export function tokenise(text: string): SearchToken[] {
  const tokens: SearchToken[] = [];
  for (const [, han, run, word] of text.normalize('NFKC').matchAll(pieces)) {
    if (han !== undefined) for (const part of segmentChinese(han)) tokens.push({ term: part, word: part });
    else if (run !== undefined) pushPairs(tokens, run);
    else if (word !== undefined && word.length <= maxWordCharacters) pushWord(tokens, word);
  }
  return tokens;
}

function pushPairs(tokens: SearchToken[], run: string): void {
  const characters = [...run];
  if (characters.length === 1) tokens.push({ term: run, word: run });
  for (let at = 0; at + 1 < characters.length; at += 1) {
    const term = `${characters[at]}${characters[at + 1]}`;
    tokens.push({ term, word: term });
  }
}

function pushWord(tokens: SearchToken[], raw: string): void {
  const parts = raw
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1_$2')
    .split('_')
    .filter((part) => part !== '');
  const whole = parts.join('');
  if (whole === '') return;
  push(tokens, whole);
  if (/\p{Script=Hangul}/u.test(whole) && whole.length > 2) pushPairs(tokens, whole);
  if (parts.length > 1) for (const part of parts) push(tokens, part);
}

function push(tokens: SearchToken[], part: string): void {
  const word = part.toLowerCase();
  const plain = /^[a-z0-9+#]+$/.test(word) ? word : foldAccents(word);
  tokens.push({ term: /^[a-z]{4,}$/.test(plain) ? stemmer(plain) : plain, word });
}

function foldAccents(word: string): string {
  return /\p{Script=Latin}/u.test(word) ? word.normalize('NFKD').replace(/\p{M}+/gu, '') : word;
}
