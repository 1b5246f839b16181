/**
 * Words and punctuation marks of a text as spaCy 3.8's tokeniser for English cuts them (`spacy/tokenizer.pyx`: special cases, prefixes,
 * suffixes, web addresses, infixes, then special cases again on what was cut), which datatrove's filters count.
 * Invariant: tokens are written in the text's order, without white space, 24 bytes each: start, bytes, characters, bits, hash.
 * Chinese is cut instead by the longest words of a dictionary.
 * Refuses: special cases that reach over a space, which the original finds and then leaves as they are.
 */
import { measureInfix, measurePrefix, measureSuffix } from './affixes';
import {
  classAt,
  decodeAt,
  decodedWidth,
  isAffix,
  isBeforeFullStop,
  isDigit,
  isLetter,
  isPunctuation,
  isQuote,
  isSentenceEnd,
  isSpace,
  isSuffix,
  isSymbol,
} from './characters';
import { hanAll, hanAny, hanCharacters, hanHash, skipHanWord } from './han-words';
import { findSlot, hashBase, hashToken, isIn } from './token-hash';
import { isWebAddress } from './web-address';

export const tokenBytes: usize = 24;
export const hasLetter: u32 = 1;
export const hasOther: u32 = 2;
export const isAllPunctuation: u32 = 4;
export const isSentenceMark: u32 = 8;
const isSeen: u32 = 16;
const patternPrime: u64 = 0xc2b2ae3d27d4eb4f;

let tables: usize = 0;
let classes: usize = 0;
let first: usize = 0;
let next: usize = 0;
let limit: usize = 0;
let isFull: bool = false;
let chunkBits: u32 = 0;

function writeToken(start: usize, end: usize, chars: u32, bits: u32, hash: u64): void {
  if (next + tokenBytes > limit) {
    isFull = true;
    return;
  }
  store<u32>(next, start as u32);
  store<u32>(next, (end - start) as u32, 4);
  store<u32>(next, chars, 8);
  store<u32>(next, bits, 12);
  store<u64>(next, hash, 16);
  next += tokenBytes;
}

function tokenBits(any: u32, all: u32, notSymbol: bool, chars: u32): u32 {
  let bits: u32 = (any & isLetter) !== 0 ? hasLetter : 0;
  if (notSymbol) bits |= hasOther;
  if ((all & isPunctuation) !== 0) bits |= isAllPunctuation;
  if (chars === 1 && (any & isSentenceEnd) !== 0) bits |= isSentenceMark;
  return bits;
}

function emit(start: usize, end: usize): void {
  let any: u32 = 0;
  let all: u32 = 0xffffffff;
  let chars: u32 = 0;
  for (let at = start; at < end; at += decodedWidth()) {
    const bits = classAt(at, end, classes);
    any |= bits;
    all &= bits;
    chars += 1;
  }
  writeToken(start, end, chars, tokenBits(any, all, (all & isSymbol) === 0, chars), hashToken(start, end));
}

/** Whether a special case has the length, the first and the last byte of these bytes. */
function maybeSpecial(start: usize, end: usize): bool {
  const length = (end - start) as u32;
  if (length > load<u32>(tables, 20) || length === 0) return false;
  const edges = ((load<u8>(start) as usize) << 8) | (load<u8>(end - 1) as usize);
  return ((load<u8>((load<u32>(tables, 16) as usize) + (edges >> 3)) >> ((edges & 7) as u8)) & 1) !== 0;
}

function findSpecialOf(hash: u64): usize {
  const slots = load<u32>(tables, 4) as usize;
  const slot = findSlot(hash, slots, load<u32>(tables, 8));
  if (load<u64>(slot) === 0) return 0;
  return (load<u32>(tables, 12) as usize) + ((slot - slots) << 1);
}

/** The record of a special case, or 0. */
function findSpecial(start: usize, end: usize): usize {
  return maybeSpecial(start, end) ? findSpecialOf(hashToken(start, end)) : 0;
}

function emitSpecial(start: usize, record: usize): void {
  const count = load<u8>(record) as usize;
  let at = start;
  for (let index: usize = 1; index <= count; index++) {
    const end = at + (load<u8>(record + index) as usize);
    emit(at, end);
    at = end;
  }
}

function emitMiddle(start: usize, end: usize): void {
  const special = findSpecial(start, end);
  if (special !== 0) {
    emitSpecial(start, special);
    return;
  }
  if (isWebAddress(start, end, classes)) {
    emit(start, end);
    return;
  }
  let from = start;
  let at = start;
  while (at < end) {
    const length = measureInfix(start, at, end, classes);
    if (length === 0) {
      decodeAt(at, end);
      at += decodedWidth();
      continue;
    }
    if (at !== start) {
      if (at !== from) emit(from, at);
      emit(at, at + length);
      from = at + length;
    }
    at += length;
  }
  if (from < end) emit(from, end);
}

function mayBeginPattern(token: usize): bool {
  const bit = (load<u64>(token, 16) as usize) & 4095;
  return ((load<u8>((load<u32>(tables, 36) as usize) + (bit >> 3)) >> ((bit & 7) as u8)) & 1) !== 0;
}

function isPattern(from: usize, count: usize): bool {
  let hash: u64 = 0;
  for (let index: usize = 0; index < count; index++) {
    hash = (hash ^ load<u64>(from + index * tokenBytes, 16)) * patternPrime;
  }
  return isIn(hash, tables + 28);
}

/** Marks spans of tokens that are special cases, the longest first; a marked span's first token holds its length. */
function markPatterns(from: usize, longest: usize): bool {
  let isAnyMarked = false;
  for (let count = longest; count >= 2; count--) {
    for (let token = from; token + count * tokenBytes <= next; token += tokenBytes) {
      if (!mayBeginPattern(token) || !isPattern(token, count)) continue;
      const last = token + (count - 1) * tokenBytes;
      const isFree = ((load<u32>(token, 12) | load<u32>(last, 12)) & isSeen) === 0;
      for (let seen = token; seen <= last; seen += tokenBytes)
        store<u32>(seen, load<u32>(seen, 12) | isSeen, 12);
      if (!isFree) continue;
      store<u32>(token, load<u32>(token, 12) | ((count as u32) << 8), 12);
      isAnyMarked = true;
    }
  }
  return isAnyMarked;
}

/** Special cases among the tokens from `from` on, which are of one chunk. */
function applyPatterns(from: usize): void {
  let mayMatch = false;
  for (let token = from; token < next && !mayMatch; token += tokenBytes) mayMatch = mayBeginPattern(token);
  if (!mayMatch) return;
  const longest = min<usize>((next - from) / tokenBytes, load<u32>(tables, 40) as usize);
  if (!markPatterns(from, longest)) return;
  const end = next;
  next = from;
  let token = from;
  while (token < end) {
    const count = ((load<u32>(token, 12) >> 8) & 255) as usize;
    const last = token + (max<usize>(count, 1) - 1) * tokenBytes;
    const start = load<u32>(token) as usize;
    const stop = (load<u32>(last) as usize) + (load<u32>(last, 4) as usize);
    const special = count > 0 ? findSpecial(start, stop) : 0;
    if (special !== 0) emitSpecial(start, special);
    else emit(start, (load<u32>(token) as usize) + (load<u32>(token, 4) as usize));
    token = last + tokenBytes;
  }
}

/** Cuts a chunk without white space. Suffixes wait at the far end of the room until all before them is written. */
function splitChunk(start: usize, end: usize): void {
  const from = next;
  const top = limit;
  let low = start;
  let high = end;
  let before = end - start + 1;
  while (low < high && high - low !== before && findSpecial(low, high) === 0) {
    before = high - low;
    const prefix = measurePrefix(low, high, classes);
    if (prefix !== 0 && low + prefix < high && findSpecial(low + prefix, high) !== 0) {
      emit(low, low + prefix);
      low += prefix;
      break;
    }
    const suffix = measureSuffix(low + prefix, high, tables, chunkBits);
    const isLast = suffix !== 0 && low < high - suffix && findSpecial(low, high - suffix) !== 0;
    if (prefix !== 0 && !isLast) {
      emit(low, low + prefix);
      low += prefix;
    }
    if (suffix !== 0) {
      limit -= 8;
      if (limit < next) {
        isFull = true;
        return;
      }
      store<u32>(limit, (high - suffix) as u32);
      store<u32>(limit, high as u32, 4);
      high -= suffix;
    }
    if (isLast) break;
  }
  if (low < high) emitMiddle(low, high);
  while (limit < top && !isFull) {
    const suffixStart = load<u32>(limit) as usize;
    const suffixEnd = load<u32>(limit, 4) as usize;
    limit += 8;
    emit(suffixStart, suffixEnd);
  }
  if (next - from > tokenBytes) applyPatterns(from);
}

function isAsciiWord(byte: u32): bool {
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 26;
}

/** Past a run of ASCII letters and digits, with a decimal fraction and a per cent sign. */
function skipAsciiWord(start: usize, end: usize): usize {
  let at = start;
  while (at < end && isAsciiWord(load<u8>(at))) at += 1;
  if (at + 1 < end && load<u8>(at) === 0x2e && (load<u8>(at, 1) as u32) - 0x30 < 10) {
    at += 1;
    while (at < end && (load<u8>(at) as u32) - 0x30 < 10) at += 1;
  }
  return at < end && load<u8>(at) === 0x25 ? at + 1 : at;
}

/** Cuts a chunk of Chinese: longest words of the dictionary, runs of ASCII letters and digits, all else character by character. */
function splitHan(start: usize, end: usize): void {
  let at = start;
  while (at < end) {
    let behind = skipHanWord(at, end, classes, tables + 76);
    if (behind !== at) {
      const all = hanAll();
      const chars = hanCharacters();
      writeToken(at, behind, chars, tokenBits(hanAny(), all, (all & isSymbol) === 0, chars), hanHash());
    } else {
      if (isAsciiWord(load<u8>(at))) behind = skipAsciiWord(at, end);
      else {
        decodeAt(at, end);
        behind = at + (decodedWidth() as usize);
      }
      emit(at, behind);
    }
    at = behind;
  }
}

/** A mark that is cut off a word without other marks: its bytes are one, and it is no full stop that the word may keep. */
function isPlainMark(at: usize, bits: u32, before: u32): bool {
  const byte: u32 = load<u8>(at);
  if (byte === 0x2e) return (before & isBeforeFullStop) !== 0;
  return byte < 0x80 && (bits & (isSuffix | isDigit | isQuote)) === isSuffix;
}

let chunkAll: u32 = 0;
let chunkChars: u32 = 0;
let chunkHash: u64 = 0;
let isStemmed: bool = false;

/** Reads a chunk to the next white space. Sets what its characters have, or, where only the last is a mark, what those before have. @returns its end */
function readChunk(start: usize, end: usize, ascii: usize): usize {
  let at = start;
  let any: u32 = 0;
  let all: u32 = 0xffffffff;
  let hash: u64 = 0;
  let chars: u32 = 0;
  let before: u32 = 0;
  let markBits: u32 = 0;
  while (at < end) {
    const byte: u32 = load<u8>(at);
    let bits: u32 = 0;
    let width: usize = 1;
    if (byte < 0x80) bits = load<u32>(ascii + (byte << 2));
    else {
      bits = classAt(at, end, classes);
      width = decodedWidth();
    }
    if ((bits & (isSpace | isAffix)) !== 0) {
      markBits = bits;
      break;
    }
    any |= bits;
    all &= bits;
    chars += 1;
    before = bits;
    hash = hash * hashBase + (byte as u64) + 1;
    for (let index: usize = 1; index < width; index++)
      hash = hash * hashBase + (load<u8>(at + index) as u64) + 1;
    at += width;
  }
  chunkBits = any;
  chunkAll = all;
  chunkChars = chars;
  chunkHash = hash;
  isStemmed = false;
  if ((markBits & isAffix) === 0) return at;
  const mark = at;
  const isPlain = chars > 0 && isPlainMark(at, markBits, before);
  while (at < end) {
    const byte: u32 = load<u8>(at);
    const bits = byte < 0x80 ? load<u32>(ascii + (byte << 2)) : classAt(at, end, classes);
    if ((bits & isSpace) !== 0) break;
    any |= bits;
    at += byte < 0x80 ? 1 : (decodedWidth() as usize);
  }
  isStemmed = isPlain && at === mark + 1;
  if (!isStemmed) chunkBits = any;
  return at;
}

/** Writes a word, and the mark behind it if there is one; special cases go the long way. */
function writeChunk(start: usize, end: usize): void {
  const stop = isStemmed ? end - 1 : end;
  const isOdd = (chunkBits & isAffix) !== 0 || (maybeSpecial(start, stop) && findSpecialOf(chunkHash) !== 0);
  if (isOdd || (isStemmed && findSpecial(start, end) !== 0)) {
    splitChunk(start, end);
    return;
  }
  const from = next;
  writeToken(
    start,
    stop,
    chunkChars,
    tokenBits(chunkBits, chunkAll, (chunkAll & isSymbol) === 0, chunkChars),
    chunkHash,
  );
  if (!isStemmed) return;
  emit(stop, end);
  applyPatterns(from);
}

/**
 * Writes the tokens of a text. `context` is the block of tables that `src/statistics/word-tables.ts` makes.
 * @returns how many; -1 when `capacity` bytes at `tokens` are too few
 */
export function segmentWords(
  pointer: usize,
  length: usize,
  context: usize,
  tokens: usize,
  capacity: usize,
): i32 {
  const end = pointer + length;
  tables = context;
  classes = load<u32>(context) as usize;
  first = tokens;
  next = tokens;
  limit = tokens + capacity;
  isFull = false;
  const ascii = load<u32>(classes) as usize;
  const isChinese = load<u32>(context, 76) !== 0;
  let at = pointer;
  while (at < end && !isFull) {
    if (load<u8>(at) === 0x20) {
      at += 1;
      continue;
    }
    const start = at;
    at = readChunk(at, end, ascii);
    if (at === start) {
      classAt(at, end, classes);
      at += decodedWidth();
    } else if (isChinese) splitHan(start, at);
    else writeChunk(start, at);
  }
  return isFull ? -1 : (((next - first) / tokenBytes) as i32);
}
