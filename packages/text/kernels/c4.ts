/**
 * The line rules of C4 as datatrove 0.10 has them (`pipeline/filters/c4_filters.py`): which lines stay, and what the others are lost for.
 * Invariant: a line is judged after its Wikipedia-style citations are cut out; sentences are those of spaCy's sentencizer.
 * Both readings are counted at once: with and without the demand that a line ends in a terminal mark.
 */
import { classAt, decodedWidth, isDecimal } from './characters';
import {
  addTo,
  countCharacters,
  dropSpace,
  findByte,
  findLineEnd,
  measureLine,
  skipLineEnd,
  skipSpace,
} from './lines';
import { isAllPunctuation, isSentenceMark, segmentWords, tokenBytes } from './words';

const space: u32 = 0x20;
export const minWords: u32 = 3;
export const maxWordCharacters: u32 = 1000;
const lorem: u32 = 1;
const script: u32 = 2;
const policy: u32 = 4;
const bracket: u32 = 8;
/**
 * The phrases: the letter by which one is looked for, where that stands in it, its kind, its letters, and a 0. The letter after is looked
 * at too; no letter before it is a k, which may be three bytes wide.
 */
const phrases: StaticArray<u8> = [
  109, 3, 4, 116, 101, 114, 109, 115, 32, 111, 102, 32, 117, 115, 101, 0, 99, 5, 4, 112, 114, 105, 118, 97,
  99, 121, 32, 112, 111, 108, 105, 99, 121, 0, 107, 3, 4, 99, 111, 111, 107, 105, 101, 32, 112, 111, 108, 105,
  99, 121, 0, 107, 8, 4, 117, 115, 101, 115, 32, 99, 111, 111, 107, 105, 101, 115, 0, 107, 10, 4, 117, 115,
  101, 32, 111, 102, 32, 99, 111, 111, 107, 105, 101, 115, 0, 107, 7, 4, 117, 115, 101, 32, 99, 111, 111, 107,
  105, 101, 115, 0, 112, 7, 1, 108, 111, 114, 101, 109, 32, 105, 112, 115, 117, 109, 0, 106, 0, 2, 106, 97,
  118, 97, 115, 99, 114, 105, 112, 116, 0, 0,
];

/** Whether the phrase's letters stand at `at` in any case; the Kelvin sign is a k. */
function startsWith(at: usize, end: usize, phrase: usize): bool {
  let place = at;
  let wanted: u32 = load<u8>(phrase);
  let index = phrase;
  while (wanted !== 0) {
    if (place >= end) return false;
    let found: u32 = load<u8>(place);
    if (found - 0x41 < 26) found |= 0x20;
    if (
      found === 0xe2 &&
      wanted === 0x6b &&
      place + 2 < end &&
      load<u8>(place, 1) === 0x84 &&
      load<u8>(place, 2) === 0xaa
    ) {
      found = wanted;
      place += 2;
    }
    if (found !== wanted) return false;
    place += 1;
    index += 1;
    wanted = load<u8>(index);
  }
  return true;
}

/** Kinds of the phrases whose letter to look for stands at `at`. */
function findPhrase(start: usize, at: usize, end: usize): u32 {
  let letter: u32 = load<u8>(at);
  if (letter === 0x7b) return bracket;
  let place = at;
  if (letter === 0xaa) {
    if (at < start + 2) return 0;
    letter = 0x6b;
    place = at - 2;
  }
  letter |= 0x20;
  let phrase = changetype<usize>(phrases);
  let found: u32 = 0;
  while (load<u8>(phrase) !== 0) {
    const offset = load<u8>(phrase, 1) as usize;
    const isHere =
      load<u8>(phrase) === letter && place - start >= offset && startsWith(place - offset, end, phrase + 3);
    if (isHere) found |= load<u8>(phrase, 2);
    phrase += 3;
    while (load<u8>(phrase) !== 0) phrase += 1;
    phrase += 1;
  }
  return found;
}

function pairAt(letters: v128, next: v128, first: i8, second: i8): v128 {
  return v128.and(i8x16.eq(letters, i8x16.splat(first)), i8x16.eq(next, i8x16.splat(second)));
}

/** Which phrases and whether a curly bracket stand between two places; looks at up to 16 bytes more, but takes nothing from them. */
function findPhrases(start: usize, end: usize): u32 {
  const small = i8x16.splat(0x20);
  let kinds: u32 = 0;
  for (let at = start; at < end; at += 16) {
    const block = v128.load(at);
    const letters = v128.or(block, small);
    const next = v128.or(v128.load(at, 1), small);
    let found = v128.or(pairAt(letters, next, 0x6a, 0x61), pairAt(letters, next, 0x70, 0x73));
    found = v128.or(found, v128.or(pairAt(letters, next, 0x6b, 0x69), pairAt(letters, next, -86, 0x69)));
    found = v128.or(found, v128.or(pairAt(letters, next, 0x63, 0x79), pairAt(letters, next, 0x6d, 0x73)));
    found = v128.or(found, i8x16.eq(block, i8x16.splat(0x7b)));
    for (let bits = i8x16.bitmask(found) as u32; bits !== 0; bits &= bits - 1) {
      const place = at + (ctz<u32>(bits) as usize);
      if (place < end) kinds |= findPhrase(start, place, end);
    }
  }
  return kinds;
}

/** Past a citation that begins at `at` (`[12]`, `[]`, `[edit]`, `[citation needed]`), or `at`. */
function skipCitation(at: usize, end: usize, table: usize): usize {
  let place = at + 1;
  while (place < end && (classAt(place, end, table) & isDecimal) !== 0) place += decodedWidth();
  if (place < end && load<u8>(place) === 0x5d) return place + 1;
  const isEdit = at + 6 <= end && load<u32>(at, 1) === 0x74696465 && load<u8>(at, 5) === 0x5d;
  if (isEdit) return at + 6;
  const isNeeded =
    at + 17 <= end && load<u64>(at, 1) === 0x6e6f697461746963 && load<u64>(at, 9) === 0x5d646564_65656e20;
  return isNeeded ? at + 17 : at;
}

/** Writes a line without its citations. @returns where it ends */
function cutCitations(start: usize, end: usize, to: usize, table: usize): usize {
  let at = start;
  let written = to;
  while (at < end) {
    const byte: u32 = load<u8>(at);
    if (byte === 0x5b) {
      const behind = skipCitation(at, end, table);
      if (behind !== at) {
        at = behind;
        continue;
      }
    }
    store<u8>(written, byte);
    written += 1;
    at += 1;
  }
  return written;
}

function endsWell(start: usize, end: usize): bool {
  if (end === start) return false;
  const last: u32 = load<u8>(end - 1);
  const isMark = last === 0x2e || last === 0x3f || last === 0x21 || last === 0x22 || last === 0x27;
  if (!isMark) return false;
  return !(last === 0x2e && end - start >= 3 && load<u8>(end - 2) === 0x2e && load<u8>(end - 3) === 0x2e);
}

let lineWords: u32 = 0;
let lineSentences: u32 = 0;
let hasLongWord: bool = false;

function isLongWord(start: usize, end: usize): bool {
  return end - start > (maxWordCharacters as usize) && countCharacters(start, end) > maxWordCharacters;
}

/**
 * Reads the tokens of a line from `from` on: counts words between white space and sentences. White space other than one space is a
 * token that is no mark. @returns the first token behind the line
 */
function readTokens(start: usize, end: usize, from: usize, to: usize): usize {
  let sentences: u32 = 0;
  let words: u32 = 0;
  let isAfterMark = false;
  let place = start;
  let wordStart = start;
  let token = from;
  hasLongWord = false;
  for (; token < to; token += tokenBytes) {
    const at = load<u32>(token) as usize;
    if (at >= end) break;
    const bits = load<u32>(token, 12);
    if (at > place || words === 0) {
      if (isLongWord(wordStart, place)) hasLongWord = true;
      words += 1;
      wordStart = at;
      const isGap = at - place > 1 || (at > place && load<u8>(place) !== space);
      if (sentences === 0 || (isAfterMark && isGap)) {
        sentences += 1;
        isAfterMark = false;
      }
    }
    if ((bits & isSentenceMark) !== 0) isAfterMark = true;
    else if (isAfterMark && (bits & isAllPunctuation) === 0) {
      sentences += 1;
      isAfterMark = false;
    }
    place = at + (load<u32>(token, 4) as usize);
  }
  if (isLongWord(wordStart, place)) hasLongWord = true;
  const isTail = end - place > 1 || (end > place && load<u8>(place) !== space);
  lineWords = words;
  lineSentences = max<u32>(isTail && isAfterMark ? sentences + 1 : sentences, 1);
  return token;
}

/** Adds a line's fate to the eight columns from `column` on. @returns whether it stays */
function judgeLine(row: usize, column: usize, words: u32, found: u32): bool {
  if (words < minWords) {
    addTo(row, column, 1);
    return false;
  }
  const offence = row + ((column + 7) << 3);
  if ((found & lorem) !== 0) {
    addTo(row, column + 1, 1);
    if (load<f64>(offence) === 0) store<f64>(offence, 1);
  }
  if ((found & script) !== 0) {
    addTo(row, column + 2, 1);
    return false;
  }
  if ((found & bracket) !== 0) {
    addTo(row, column + 3, 1);
    if (load<f64>(offence) === 0) store<f64>(offence, 2);
  }
  if ((found & policy) !== 0) {
    addTo(row, column + 4, 1);
    return false;
  }
  addTo(row, column + 5, 1);
  return true;
}

let table: usize = 0;
let context: usize = 0;
let room: usize = 0;
let lineTokens: usize = 0;
let lineTokenBytes: usize = 0;
let nextToken: usize = 0;
let lastToken: usize = 0;
let output: usize = 0;
let isStrictOutput: bool = false;
let isShortOfRoom: bool = false;

function writeLine(to: usize, start: usize, end: usize): usize {
  memory.copy(to, start, end - start);
  store<u8>(to + (end - start), 0x0a);
  return to + (end - start) + 1;
}

/** Judges one line both ways; with an output, writes it if it stays. @returns where the output ends */
function handleLine(lineStart: usize, lineEnd: usize, row: usize, to: usize): usize {
  let start = skipSpace(lineStart, lineEnd, table);
  let end = max(start, dropSpace(start, lineEnd, table));
  nextToken = readTokens(start, end, nextToken, lastToken);
  const words = lineWords;
  if (hasLongWord) {
    addTo(row, 45, 1);
    return to;
  }
  const isCut = findByte(start, end, 0x5b) < end;
  if (isCut) {
    end = cutCitations(start, end, room, table);
    start = room;
  }
  const isGood = endsWell(start, end);
  if (!isGood) addTo(row, 46, 1);
  const found = words < minWords ? 0 : findPhrases(start, end);
  const isLooseKept = judgeLine(row, 55, words, found);
  const isStrictKept = isGood && judgeLine(row, 47, words, found);
  if (!isLooseKept) return to;
  if (isCut) {
    const count = segmentWords(start, end - start, context, lineTokens, lineTokenBytes);
    if (count < 0) isShortOfRoom = true;
    if (count < 0) return to;
    readTokens(start, end, lineTokens, lineTokens + (count as usize) * tokenBytes);
  }
  addTo(row, 61, lineSentences as f64);
  if (isStrictKept) addTo(row, 53, lineSentences as f64);
  if (output === 0 || (isStrictOutput && !isStrictKept)) return to;
  return writeLine(to, start, end);
}

/**
 * Writes the columns `lines` to `looseFirstOffence`, and, unless `out` is 0, the text that stays (lines with newlines between, stripped).
 * `work` holds three pointers and a size: the tokens of the text and their end, room for tokens of a line and its bytes; then room for a line.
 * @returns bytes written; -1 when the room for a line's tokens is too small
 */
export function measureC4(
  pointer: usize,
  length: usize,
  tables: usize,
  work: usize,
  row: usize,
  out: usize,
  isStrict: bool,
): i32 {
  const end = pointer + length;
  for (let column: usize = 41; column < 63; column++) store<f64>(row + (column << 3), 0);
  context = tables;
  table = load<u32>(tables) as usize;
  nextToken = load<u32>(work) as usize;
  lastToken = load<u32>(work, 4) as usize;
  lineTokens = load<u32>(work, 8) as usize;
  lineTokenBytes = load<u32>(work, 12) as usize;
  room = load<u32>(work, 16) as usize;
  output = out;
  isStrictOutput = isStrict;
  isShortOfRoom = false;
  let to = out;
  let at = pointer;
  while (at < end) {
    const stop = findLineEnd(at, end, table);
    measureLine(at, stop, table, row);
    to = handleLine(at, stop, row, to);
    if (isShortOfRoom) return -1;
    at = skipLineEnd(stop, end);
  }
  if (out === 0) return 0;
  const low = skipSpace(out, to, table);
  const high = max(low, dropSpace(low, to, table));
  memory.copy(out, low, high - low);
  return (high - low) as i32;
}
