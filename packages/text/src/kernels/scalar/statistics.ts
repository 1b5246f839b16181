/**
 * A document's row of columns in plain TypeScript on strings: the twin of the statistics' kernels, written after datatrove's filters
 * with sets and maps of strings.
 */
import { type ColumnName, columnAt, numColumns } from '../../statistics/columns.ts';
import { has, segmentWordsScalar } from './words.ts';

const lengthOf = (text: string) => [...text].length;
const countOf = (text: string, test: (character: string) => boolean) => [...text].filter(test).length;
const phrases = [
  'terms of use',
  'privacy policy',
  'cookie policy',
  'uses cookies',
  'use of cookies',
  'use cookies',
];
type Counts = Partial<Record<ColumnName, number>>;

function trimStart(text: string): string {
  const characters = [...text];
  const first = characters.findIndex((character) => !has(character, 'space'));
  return first < 0 ? '' : characters.slice(first).join('');
}

function trimEnd(text: string): string {
  const characters = [...text];
  while (characters.length > 0 && has(characters.at(-1), 'space')) characters.pop();
  return characters.join('');
}

const trim = (text: string) => trimEnd(trimStart(text));

function findRepeated(pieces: readonly string[]): { numRepeated: number; numCharacters: number } {
  const known = new Set<string>();
  let numRepeated = 0;
  let numCharacters = 0;
  for (const piece of pieces) {
    if (known.has(piece)) {
      numRepeated += 1;
      numCharacters += lengthOf(piece);
    } else known.add(piece);
  }
  return { numRepeated, numCharacters };
}

/** Lines as Python's `splitlines` gives them. */
function splitLines(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  const characters = [...text];
  for (const [place, character] of characters.entries()) {
    if (!has(character, 'lineBreak')) line += character;
    else if (character === '\n' && characters[place - 1] === '\r') continue;
    else {
      lines.push(line);
      line = '';
    }
  }
  return line === '' ? lines : [...lines, line];
}

function measureCharacters(text: string): Counts {
  return {
    bytes: new TextEncoder().encode(text).length,
    characters: lengthOf(text),
    newlines: countOf(text, (character) => character === '\n'),
    hashMarks: countOf(text, (character) => character === '#'),
    ellipses: [...text.matchAll(/\.{3}|…/g)].length,
    spaces: countOf(text, (character) => has(character, 'space')),
    letters: countOf(text, (character) => has(character, 'letter')),
    alphanumerics: countOf(text, (character) => has(character, 'alphanumeric')),
    decimals: countOf(text, (character) => has(character, 'decimal')),
    punctuation: countOf(text, (character) => has(character, 'punctuation')),
    han: countOf(text, (character) => has(character, 'han')),
    traditional: countOf(text, (character) => has(character, 'traditional')),
    specialCharacters: countOf(text, (character) => has(character, 'specialCharacter')),
  };
}

function findTop(words: readonly string[], count: number): number {
  const counts = new Map<string, number>();
  for (let at = 0; at + count <= words.length; at += 1) {
    const gram = words.slice(at, at + count).join(' ');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  let best: [string, number] = ['', 0];
  for (const entry of counts) if (entry[1] > best[1]) best = entry;
  return lengthOf(best[0]) * best[1];
}

function findStepped(words: readonly string[], count: number): number {
  const known = new Set<string>();
  let numCharacters = 0;
  let at = 0;
  while (at + count <= words.length) {
    const gram = words.slice(at, at + count).join('');
    if (known.has(gram)) numCharacters += lengthOf(gram);
    at += known.has(gram) ? count : 1;
    known.add(gram);
  }
  return numCharacters;
}

function measureWords(words: readonly string[], stopWords: readonly string[]): Counts {
  const others = words.filter((word) => [...word].some((character) => !has(character, 'symbol')));
  const counts: Counts = {
    words: words.length,
    otherWords: others.length,
    otherWordCharacters: others.reduce((sum, word) => sum + lengthOf(word), 0),
    letterWords: words.filter((word) => [...word].some((character) => has(character, 'letter'))).length,
    stopWords: new Set(words.filter((word) => stopWords.includes(word))).size,
  };
  for (const count of [2, 3, 4]) counts[`top${count}` as ColumnName] = findTop(words, count);
  for (const count of [5, 6, 7, 8, 9, 10])
    counts[`repeated${count}` as ColumnName] = findStepped(words, count);
  return counts;
}

function measureLines(text: string): Counts {
  const paragraphs = trim(text).split(/\n{2,}/);
  const segments = text.split(/\n+/);
  const filled = text.split('\n').filter((line) => trim(line) !== '');
  const lines = splitLines(text);
  const paragraphsFound = findRepeated(paragraphs);
  const segmentsFound = findRepeated(segments);
  const counts: Counts = {
    paragraphs: paragraphs.length,
    repeatedParagraphs: paragraphsFound.numRepeated,
    repeatedParagraphCharacters: paragraphsFound.numCharacters,
    segments: segments.length,
    repeatedSegments: segmentsFound.numRepeated,
    repeatedSegmentCharacters: segmentsFound.numCharacters,
    filledLines: filled.length,
    terminalLines: filled.filter((line) => has([...line].at(-1), 'terminal')).length,
    repeatedFilledLineCharacters: findRepeated(filled).numCharacters,
    lines: lines.length,
    bulletLines: lines.filter((line) => /^[•-]/.test(trimStart(line))).length,
    ellipsisLines: lines.filter((line) => /(\.{3}|…)$/.test(trimEnd(line))).length,
    longestLine: Math.max(0, ...lines.map(lengthOf)),
  };
  for (const most of [10, 20, 30, 40, 60])
    counts[`linesOfAtMost${most}` as ColumnName] = filled.filter((line) => lengthOf(line) <= most).length;
  return counts;
}

/** Sentences as spaCy's sentencizer gives them. */
function countSentences(line: string, dictionary?: ReadonlySet<string>): number {
  let sentences = 0;
  let isAfterMark = false;
  const begin = () => {
    sentences += 1;
    isAfterMark = false;
  };
  const tokens = segmentWordsScalar(line, dictionary);
  for (const { text, gap } of tokens) {
    if (sentences === 0 || (isAfterMark && gap !== '' && gap !== ' ')) begin();
    const characters = [...text];
    if (characters.length === 1 && has(text, 'sentenceEnd')) isAfterMark = true;
    else if (isAfterMark && !characters.every((character) => has(character, 'punctuation'))) begin();
  }
  const tail = line.slice(trimEnd(line).length);
  if (isAfterMark && tail !== '' && tail !== ' ') sentences += 1;
  return Math.max(1, sentences);
}

interface JudgedLine {
  line: string;
  numWords: number;
  dictionary: ReadonlySet<string> | undefined;
}

function judgeLine(
  counts: number[],
  prefix: 'strict' | 'loose',
  { line, numWords, dictionary }: JudgedLine,
): boolean {
  const add = (name: string, by = 1) => {
    const place = columnAt[`${prefix}${name}` as ColumnName];
    counts[place] = (counts[place] ?? 0) + by;
  };
  const offend = (code: number) => {
    const place = columnAt[`${prefix}Offence`];
    counts[place] ||= code;
  };
  const small = line.toLowerCase();
  if (numWords < 3) {
    add('ShortLines');
    return false;
  }
  if (small.includes('lorem ipsum')) {
    add('LoremLines');
    offend(1);
  }
  if (small.includes('javascript')) {
    add('ScriptLines');
    return false;
  }
  if (line.includes('{')) {
    add('BracketLines');
    offend(2);
  }
  if (phrases.some((phrase) => small.includes(phrase))) {
    add('PolicyLines');
    return false;
  }
  add('KeptLines');
  add('Sentences', countSentences(line, dictionary));
  return true;
}

/** The row, and the text that C4 leaves, with and without the demand for terminal marks. */
export function measureScalar(
  text: string,
  { stopWords, dictionary }: { stopWords: readonly string[]; dictionary?: ReadonlySet<string> },
): { row: number[]; strict: string; loose: string } {
  const words = segmentWordsScalar(text, dictionary).map((token) => token.text);
  const counts: Counts = {
    ...measureCharacters(text),
    ...measureWords(words, stopWords),
    ...measureLines(text),
  };
  const row = new Array<number>(numColumns).fill(0);
  for (const [name, value] of Object.entries(counts)) row[columnAt[name as ColumnName]] = value;
  const strict: string[] = [];
  const loose: string[] = [];
  for (const whole of splitLines(text)) {
    const stripped = trim(whole);
    const plain = splitPlain(stripped);
    if (plain.some((word) => lengthOf(word) > 1000)) {
      row[columnAt.longWordLines] = (row[columnAt.longWordLines] ?? 0) + 1;
      continue;
    }
    const line = cutCitations(stripped);
    const isGood = /[.?!"']$/.test(line) && !line.endsWith('...');
    if (!isGood) row[columnAt.unterminatedLines] = (row[columnAt.unterminatedLines] ?? 0) + 1;
    if (judgeLine(row, 'loose', { line, numWords: plain.length, dictionary })) loose.push(line);
    if (isGood && judgeLine(row, 'strict', { line, numWords: plain.length, dictionary })) strict.push(line);
  }
  return { row, strict: trim(strict.join('\n')), loose: trim(loose.join('\n')) };
}

function splitPlain(text: string): string[] {
  const words = [''];
  for (const character of text) {
    if (has(character, 'space')) words.push('');
    else words[words.length - 1] += character;
  }
  return words.filter((word) => word !== '');
}

function cutCitations(line: string): string {
  return line.replaceAll(/\[([^[\]]*)\]/gu, (whole, inside: string) => {
    const isCut =
      inside === 'edit' ||
      inside === 'citation needed' ||
      [...inside].every((character) => has(character, 'decimal'));
    return isCut ? '' : whole;
  });
}
