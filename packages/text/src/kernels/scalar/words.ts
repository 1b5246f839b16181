/**
 * Tokens in plain TypeScript on strings and regular expressions: the twin of `kernels/words.ts` and `kernels/web-address.ts`, written after
 * spaCy's description of its tokeniser (https://spacy.io/usage/linguistic-features#how-tokenizer-works).
 */
import { bitOf, type CharacterBit, characterTable } from '../../statistics/character-table.ts';
import { characterRuns } from '../../statistics/generated/character-runs.ts';
import {
  longCurrencies,
  specialCases,
  specialPatterns,
  units,
} from '../../statistics/generated/english-words.ts';

/** Whether a character has a bit. */
export function has(character: string | undefined, bit: CharacterBit): boolean {
  if (character === undefined) return false;
  return ((characterTable()[character.codePointAt(0) ?? 0] ?? 0) & bitOf(bit)) !== 0;
}

function classBody(name: keyof typeof characterRuns): string {
  const numbers = characterRuns[name].split(' ').map((digits) => Number.parseInt(digits, 36));
  let at = 0;
  let body = '';
  for (let index = 0; index < numbers.length; index += 2) {
    const start = at + (numbers[index] ?? 0);
    at = start + (numbers[index + 1] ?? 0);
    body += `\\u{${start.toString(16)}}-\\u{${(at - 1).toString(16)}}`;
  }
  return body;
}

const specials = new Map(specialCases.map((tokens) => [tokens.replaceAll('\t', ''), tokens.split('\t')]));
const patterns = new Set(specialPatterns);
const longestPattern = Math.max(...specialPatterns.map((tokens) => tokens.split('\t').length));
const escapeText = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const measures = [...units, ...longCurrencies].map(escapeText).join('|');
const letter = classBody('tokenLetter');
const lower = classBody('tokenLower');
const upper = classBody('tokenUpper');
const quote = classBody('quote');
const label = classBody('label');

const prefix = new RegExp(`^(?:[${classBody('prefix')}]|\\.{2,}|US\\$|[AC]\\$|\\+(?![0-9]))`, 'u');
const suffix = new RegExp(
  [
    '…{1,2}',
    `[${classBody('suffix')}]`,
    '\\.{2,}',
    "['’][sS]",
    '(?<=[0-9])\\+',
    '(?<=°[FCK])\\.',
    `(?<=[0-9])(?:[${classBody('currency')}]|${measures})`,
    `(?<=[${classBody('beforeFullStop')}])\\.`,
    `(?<=[${upper}][${upper}])\\.`,
  ]
    .map((piece) => `${piece}$`)
    .join('|'),
  'u',
);
const infix = new RegExp(
  [
    '\\.{2,}',
    `[${classBody('icon')}]`,
    '(?<=[0-9])[+\\-*^](?=[0-9\\-])',
    `(?<=[${lower}${quote}])\\.(?=[${upper}${quote}])`,
    `(?<=[${letter}]),(?=[${letter}])`,
    `(?<=[${letter}0-9])(?:-|–|—|--|---|——|~)(?=[${letter}])`,
    `(?<=[${letter}0-9])[:<>=\\/](?=[${letter}])`,
  ].join('|'),
  'gu',
);
const notPrivate =
  '(?!(?:10|127)(?:\\.\\d{1,3}){3})(?!(?:169\\.254|192\\.168)(?:\\.\\d{1,3}){2})(?!172\\.(?:1[6-9]|2\\d|3[0-1])(?:\\.\\d{1,3}){2})';
const group = '(?:\\.(?:1?\\d{1,2}|2[0-4]\\d|25[0-5]))';
const address = `${notPrivate}(?:[1-9]\\d?|1\\d\\d|2[01]\\d|22[0-3])${group}{2}(?:\\.(?:[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-4]))`;
const domain = `(?:(?:[${label}][${label}_\\-]{0,62})?[${label}]\\.)+[${lower}]{2,63}`;
const webAddress = new RegExp(
  `^(?:[${classBody('wordCharacter')}+\\-.]{2,}:\\/\\/)?(?:[^]+(?::[^]*)?@)?(?:${address}|${domain})(?::[${classBody('decimal')}]{2,5})?(?:[\\/?#][^]*)?$`,
  'u',
);

function splitInfixes(text: string): string[] {
  const tokens: string[] = [];
  let from = 0;
  for (const match of text.matchAll(infix)) {
    if (match.index === 0) continue;
    tokens.push(text.slice(from, match.index), match[0]);
    from = match.index + match[0].length;
  }
  return [...tokens, text.slice(from)].filter((token) => token !== '');
}

function splitMiddle(text: string): string[] {
  return specials.get(text) ?? (webAddress.test(text) ? [text] : splitInfixes(text));
}

function applyPatterns(tokens: string[]): string[] {
  const taken = new Set<number>();
  const spans = new Map<number, number>();
  for (let length = Math.min(longestPattern, tokens.length); length >= 2; length -= 1) {
    for (let at = 0; at + length <= tokens.length; at += 1) {
      if (!patterns.has(tokens.slice(at, at + length).join('\t'))) continue;
      if (!taken.has(at) && !taken.has(at + length - 1)) spans.set(at, length);
      for (let place = at; place < at + length; place += 1) taken.add(place);
    }
  }
  const result: string[] = [];
  for (let at = 0; at < tokens.length; at += spans.get(at) ?? 1) {
    const text = tokens.slice(at, at + (spans.get(at) ?? 1)).join('');
    result.push(...((spans.has(at) && specials.get(text)) || [text]));
  }
  return result;
}

function splitChunk(chunk: string): string[] {
  const before: string[] = [];
  const behind: string[] = [];
  let text = chunk;
  let size = -1;
  while (text !== '' && text.length !== size && !specials.has(text)) {
    size = text.length;
    const first = prefix.exec(text)?.[0] ?? '';
    const withoutFirst = text.slice(first.length);
    if (first && specials.has(withoutFirst)) {
      before.push(first);
      text = withoutFirst;
      break;
    }
    const last = suffix.exec(withoutFirst)?.[0] ?? '';
    const withoutLast = text.slice(0, text.length - last.length);
    if (last) behind.unshift(last);
    if (last && specials.has(withoutLast)) {
      text = withoutLast;
      break;
    }
    if (first) before.push(first);
    text = withoutLast.slice(first.length);
  }
  const tokens = [...before, ...(text === '' ? [] : splitMiddle(text)), ...behind];
  return tokens.length > 1 ? applyPatterns(tokens) : tokens;
}

/** A chunk of Chinese by the longest words of a dictionary. */
function splitChinese(chunk: string, dictionary: ReadonlySet<string>): string[] {
  const tokens: string[] = [];
  const longest = Math.max(1, ...[...dictionary].map((word) => [...word].length));
  for (let rest = chunk; rest !== ''; rest = rest.slice(tokens.at(-1)?.length ?? 1)) {
    const ascii = /^[A-Za-z0-9]+(?:\.[0-9]+)?%?/.exec(rest)?.[0];
    const characters = [...rest].slice(0, longest);
    const run = characters.findIndex((character) => !has(character, 'han'));
    let size = run < 0 ? characters.length : run;
    while (size > 1 && !dictionary.has(characters.slice(0, size).join(''))) size -= 1;
    tokens.push(ascii ?? characters.slice(0, Math.max(1, size)).join(''));
  }
  return tokens;
}

export interface ScalarToken {
  text: string;
  /** White space before it, and since the token before. */
  gap: string;
}

/** Tokens of a text with the white space before each; Chinese words if a dictionary is given. */
export function segmentWordsScalar(text: string, dictionary?: ReadonlySet<string>): ScalarToken[] {
  const tokens: ScalarToken[] = [];
  let gap = '';
  let chunk = '';
  const close = () => {
    if (chunk === '') return;
    for (const [place, token] of (dictionary ? splitChinese(chunk, dictionary) : splitChunk(chunk)).entries())
      tokens.push({ text: token, gap: place === 0 ? gap : '' });
    chunk = '';
    gap = '';
  };
  for (const character of text) {
    if (has(character, 'space')) {
      close();
      gap += character;
    } else chunk += character;
  }
  close();
  return tokens;
}
