/**
 * Tags of HTML on bytes: where one ends, its name, and the attributes that say what it is for.
 * Invariant: quoted values may hold `>`; nothing is read beyond the page. What an attribute says is kept until the next tag is read.
 */
import { findValue, hashByte } from './html-text';

/** Bits of what class, id and role say; those of `src/extraction/html-vocabulary.ts`. */
export const noiseWord: u32 = 1;
export const mainWord: u32 = 2;
export const neutralWord: u32 = 4;
const likelyWord: u32 = 8;

const classKey: u64 = 0x7373616c63;
const idKey: u64 = 0x6469;
const roleKey: u64 = 0x656c6f72;
const hiddenKey: u64 = 0x6e6564646968;
const styleKey: u64 = 0x656c797473;
const hrefKey: u64 = 0x66657268;
const relKey: u64 = 0x6c6572;
const langKey: u64 = 0x676e616c;
const nameKey: u64 = 0x656d616e;
const propertyKey: u64 = 0x79747265706f7270;
const itempropKey: u64 = 0x706f72706d657469;
const contentKey: u64 = 0x746e65746e6f63;
const datetimeKey: u64 = 0x656d697465746164;
const ariaHiddenKey: u64 = 0x6469682d61697261;
const startKey: u64 = 0x7472617473;

let words: usize = 0;
let wordMask: u32 = 0;

/** What the attributes of the last tag say. */
let hints: u32 = 0;
let isHidden: bool = false;
let fact: u32 = 0;
let startNumber: u32 = 1;
let hrefStart: usize = 0;
let hrefEnd: usize = 0;
let valueStart: usize = 0;
let valueEnd: usize = 0;
let isCanonical: bool = false;

export function beginTags(table: usize, mask: u32): void {
  words = table;
  wordMask = mask;
}

export function hintBits(): u32 {
  return hints;
}

export function isTagHidden(): bool {
  return isHidden;
}

/** The fact that a `meta` names, counted from 1, or 0. */
export function namedFact(): u32 {
  return fact;
}

export function listStart(): u32 {
  return startNumber;
}

export function isCanonicalLink(): bool {
  return isCanonical;
}

export function linkStart(): usize {
  return hrefStart;
}

export function linkEnd(): usize {
  return hrefEnd;
}

/** The value of `content`, `datetime` or `lang`. */
export function factStart(): usize {
  return valueStart;
}

export function factEnd(): usize {
  return valueEnd;
}

function isSpace(byte: u32): bool {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** The next byte of one value at or after `pointer`, or `end`. */
export function findByte(pointer: usize, end: usize, byte: u32): usize {
  let at = pointer;
  const wanted = i8x16.splat(byte as i8);
  while (at + 16 <= end) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (mask !== 0) return at + (ctz<i32>(mask) as usize);
    at += 16;
  }
  while (at < end && load<u8>(at) !== byte) at += 1;
  return at;
}

/** After the `>` of the tag within which `pointer` is, or `end`. */
export function skipTag(pointer: usize, end: usize): usize {
  let at = pointer;
  while (at < end) {
    const byte = load<u8>(at) as u32;
    if (byte === 0x3e) return at + 1;
    if ((byte === 0x22 || byte === 0x27) && load<u8>(at - 1) === 0x3d) at = findByte(at + 1, end, byte);
    at += 1;
  }
  return end;
}

/** Eight letters of a name in lower case, first lowest, and where it ends. */
let nameEnd: usize = 0;
export function readName(pointer: usize, end: usize): u64 {
  let at = pointer;
  let key: u64 = 0;
  let shift: u64 = 0;
  while (at < end) {
    let byte = load<u8>(at) as u32;
    if (byte <= 0x20 || byte === 0x3e || byte === 0x2f || byte === 0x3d) break;
    if (byte - 0x41 < 26) byte |= 0x20;
    if (shift < 64) key |= (byte as u64) << shift;
    shift += 8;
    at += 1;
  }
  nameEnd = at;
  return key;
}

export function endOfName(): usize {
  return nameEnd;
}

/** Gathers the bits of the words in a value: runs of letters, cut where small letters turn into capitals. */
function gatherWords(from: usize, until: usize): void {
  let hash: u32 = 0x811c9dc5;
  let numLetters: u32 = 0;
  let wasSmall = false;
  let bits: u32 = 0;
  for (let at = from; at <= until; at += 1) {
    const byte: u32 = at < until ? load<u8>(at) : 0x20;
    const isSmall = byte - 0x61 < 26;
    const isLetter = isSmall || byte - 0x41 < 26;
    if (numLetters > 0 && (!isLetter || (wasSmall && !isSmall))) {
      bits |= findValue(words, wordMask, hash) & 0xff;
      hash = 0x811c9dc5;
      numLetters = 0;
    }
    if (isLetter) {
      hash = hashByte(hash, byte | 0x20);
      numLetters += 1;
    } else if (isSpace(byte)) {
      // A name with "with" or "wrapper" in it speaks of what it holds, not of what it is.
      if ((bits & neutralWord) === 0) hints |= bits;
      else hints |= bits & likelyWord;
      bits = 0;
    }
    wasSmall = isSmall;
  }
}

function hashValue(from: usize, until: usize): u32 {
  let hash: u32 = 0x811c9dc5;
  for (let at = from; at < until; at += 1) {
    let byte = load<u8>(at) as u32;
    if (byte - 0x41 < 26) byte |= 0x20;
    hash = hashByte(hash, byte);
  }
  return hash;
}

/** Whether a value has `none` or `hidden` after a colon, as in `display: none`. */
function hides(from: usize, until: usize): bool {
  for (let at = from; at + 4 <= until; at += 1) {
    const word = load<u32>(at) | 0x20202020;
    const before: u32 = at > from ? load<u8>(at - 1) : 0;
    if ((before === 0x3a || before === 0x20) && word === 0x656e6f6e) {
      return at - from >= 8 && (load<u8>(from) | 0x20) === 0x64 && (load<u8>(from, 1) | 0x20) === 0x69;
    }
  }
  return false;
}

function readNumber(from: usize, until: usize): u32 {
  let value: u32 = 0;
  for (let at = from; at < until && at < from + 6; at += 1) {
    const digit = (load<u8>(at) as u32) - 0x30;
    if (digit > 9) break;
    value = value * 10 + digit;
  }
  return value;
}

function noteAttribute(key: u64, from: usize, until: usize): void {
  if (key === classKey || key === idKey || key === roleKey) gatherWords(from, until);
  else if (key === hrefKey) {
    hrefStart = from;
    hrefEnd = until;
  } else if (key === hiddenKey) isHidden = true;
  else if (key === ariaHiddenKey)
    isHidden = isHidden || (until - from === 4 && load<u32>(from) === 0x65757274);
  else if (key === styleKey) isHidden = isHidden || hides(from, until);
  else if (key === contentKey || key === datetimeKey || key === langKey) {
    valueStart = from;
    valueEnd = until;
  } else if (key === nameKey || key === propertyKey || key === itempropKey) {
    fact = findValue(words, wordMask, hashValue(from, until)) >> 8;
  } else if (key === relKey) isCanonical = until - from === 9 && hashValue(from, until) === 0x6de66485;
  else if (key === startKey) startNumber = readNumber(from, until);
}

/** Reads the attributes of a tag from after its name. @returns after its `>`, or `end` */
export function readAttributes(pointer: usize, end: usize): usize {
  hints = 0;
  isHidden = false;
  fact = 0;
  startNumber = 1;
  hrefStart = 0;
  hrefEnd = 0;
  valueStart = 0;
  valueEnd = 0;
  isCanonical = false;
  let at = pointer;
  while (at < end) {
    const byte = load<u8>(at) as u32;
    if (byte === 0x3e) return at + 1;
    if (isSpace(byte) || byte === 0x2f || byte === 0x3d) {
      at += 1;
      continue;
    }
    const key = readName(at, end);
    at = max(nameEnd, at + 1);
    while (at < end && isSpace(load<u8>(at))) at += 1;
    if (at >= end || load<u8>(at) !== 0x3d) {
      noteAttribute(key, at, at);
      continue;
    }
    at += 1;
    while (at < end && isSpace(load<u8>(at))) at += 1;
    if (at >= end) return end;
    const quote = load<u8>(at) as u32;
    const from = quote === 0x22 || quote === 0x27 ? at + 1 : at;
    let until = from;
    if (from > at) until = findByte(from, end, quote);
    else while (until < end && load<u8>(until) > 0x20 && load<u8>(until) !== 0x3e) until += 1;
    noteAttribute(key, from, until);
    at = from > at ? until + 1 : until;
  }
  return end;
}
