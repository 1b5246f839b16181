/**
 * JSON Lines on bytes: where a line ends, where a line's top-level members are, and a string's value as UTF-8.
 * Invariant: a line is accepted exactly where `JSON.parse` accepts it (RFC 8259), nested at most `maxDepth` deep. Of two members of
 * one name the later counts, as in JavaScript.
 * Refuses: to judge UTF-8; bytes above 127 pass through strings as they are.
 */
const quote: u32 = 0x22;
const backslash: u32 = 0x5c;

/** Levels of nesting that are followed; one bit each. */
const maxDepth: i32 = 1024;
const levels: usize = memory.data(128);

/** Results of `scanObject`. */
const ok: i32 = 0;
const invalid: i32 = -1;
const notAnObject: i32 = -2;
const tooDeep: i32 = -3;

/** Kinds of a value, as `JsonKind` in TypeScript. */
const plainString: u32 = 1;
const escapedString: u32 = 2;
const number: u32 = 3;
const object: u32 = 4;
const array: u32 = 5;
const literal: u32 = 6;

/** The offset of the next line feed at or after `pointer`, or `end`. */
export function findLineEnd(pointer: usize, end: usize): usize {
  let at = pointer;
  const feed = i8x16.splat(0x0a);
  while (at + 16 <= end) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), feed));
    if (mask !== 0) return at + (ctz<i32>(mask) as usize);
    at += 16;
  }
  while (at < end && load<u8>(at) !== 0x0a) at += 1;
  return at;
}

function skipSpace(pointer: usize, end: usize): usize {
  let at = pointer;
  while (at < end) {
    const byte = load<u8>(at) as u32;
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== 0x0a) return at;
    at += 1;
  }
  return at;
}

/** The next quote, backslash or control byte at or after `pointer`, or `end`. */
function findSpecial(pointer: usize, end: usize): usize {
  let at = pointer;
  const quotes = i8x16.splat(0x22);
  const slashes = i8x16.splat(0x5c);
  const spaces = i8x16.splat(0x20);
  while (at + 16 <= end) {
    const bytes = v128.load(at);
    const marks = v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, slashes));
    const mask = i8x16.bitmask(v128.or(marks, i8x16.lt_u(bytes, spaces)));
    if (mask !== 0) return at + (ctz<i32>(mask) as usize);
    at += 16;
  }
  while (at < end) {
    const byte = load<u8>(at) as u32;
    if (byte === quote || byte === backslash || byte < 0x20) return at;
    at += 1;
  }
  return end;
}

function hexDigit(byte: u32): i32 {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1;
}

/** Four hexadecimal digits as a number, or -1. */
function readHex(pointer: usize, end: usize): i32 {
  if (pointer + 4 > end) return -1;
  let value: i32 = 0;
  for (let place: usize = 0; place < 4; place += 1) {
    const digit = hexDigit(load<u8>(pointer + place));
    if (digit < 0) return -1;
    value = (value << 4) | digit;
  }
  return value;
}

/** The end of an escape that begins with the backslash at `pointer`, or 0. */
function skipEscape(pointer: usize, end: usize): usize {
  if (pointer + 1 >= end) return 0;
  const byte = load<u8>(pointer, 1) as u32;
  if (byte === 0x75) return readHex(pointer + 2, end) < 0 ? 0 : pointer + 6;
  const isShort =
    byte === quote ||
    byte === backslash ||
    byte === 0x2f ||
    byte === 0x62 ||
    byte === 0x66 ||
    byte === 0x6e ||
    byte === 0x72 ||
    byte === 0x74;
  return isShort ? pointer + 2 : 0;
}

/** Whether the string scanned last has escapes. */
let hasEscapes: bool = false;

/** The closing quote of a string whose first byte after the opening one is at `pointer`, or 0. */
function findClosingQuote(pointer: usize, end: usize): usize {
  let at = pointer;
  hasEscapes = false;
  while (true) {
    at = findSpecial(at, end);
    if (at === end) return 0;
    const byte = load<u8>(at) as u32;
    if (byte === quote) return at;
    if (byte !== backslash) return 0;
    hasEscapes = true;
    at = skipEscape(at, end);
    if (at === 0) return 0;
  }
}

function skipDigits(pointer: usize, end: usize): usize {
  let at = pointer;
  while (at < end && (load<u8>(at) as u32) - 0x30 < 10) at += 1;
  return at;
}

function skipFraction(pointer: usize, end: usize): usize {
  if (pointer >= end || load<u8>(pointer) !== 0x2e) return pointer;
  const after = skipDigits(pointer + 1, end);
  return after === pointer + 1 ? 0 : after;
}

function skipExponent(pointer: usize, end: usize): usize {
  if (pointer >= end || (load<u8>(pointer) | 0x20) !== 0x65) return pointer;
  let at = pointer + 1;
  if (at < end && (load<u8>(at) === 0x2b || load<u8>(at) === 0x2d)) at += 1;
  const after = skipDigits(at, end);
  return after === at ? 0 : after;
}

function skipNumber(pointer: usize, end: usize): usize {
  let at = pointer;
  if (load<u8>(at) === 0x2d) at += 1;
  if (at >= end) return 0;
  const after = load<u8>(at) === 0x30 ? at + 1 : skipDigits(at, end);
  if (after === at) return 0;
  at = skipFraction(after, end);
  return at === 0 ? 0 : skipExponent(at, end);
}

function skipLiteral(pointer: usize, end: usize): usize {
  const word = pointer + 4 <= end ? load<u32>(pointer) : 0;
  if (word === 0x65757274 || word === 0x6c6c756e) return pointer + 4;
  return word === 0x736c6166 && pointer + 5 <= end && load<u8>(pointer, 4) === 0x65 ? pointer + 5 : 0;
}

/** Appends a code point as UTF-8. @returns the pointer after it */
export function writeCodePoint(out: usize, point: u32): usize {
  if (point < 0x80) {
    store<u8>(out, point);
    return out + 1;
  }
  if (point < 0x800) {
    store<u8>(out, 0xc0 | (point >> 6));
    store<u8>(out, 0x80 | (point & 0x3f), 1);
    return out + 2;
  }
  if (point < 0x10000) {
    store<u8>(out, 0xe0 | (point >> 12));
    store<u8>(out, 0x80 | ((point >> 6) & 0x3f), 1);
    store<u8>(out, 0x80 | (point & 0x3f), 2);
    return out + 3;
  }
  store<u8>(out, 0xf0 | (point >> 18));
  store<u8>(out, 0x80 | ((point >> 12) & 0x3f), 1);
  store<u8>(out, 0x80 | ((point >> 6) & 0x3f), 2);
  store<u8>(out, 0x80 | (point & 0x3f), 3);
  return out + 4;
}

function shortEscape(byte: u32): u32 {
  if (byte === 0x6e) return 0x0a;
  if (byte === 0x74) return 0x09;
  if (byte === 0x72) return 0x0d;
  if (byte === 0x62) return 0x08;
  return byte === 0x66 ? 0x0c : byte;
}

/**
 * The value of a string that `scanObject` found, from after its opening quote to its closing one.
 * Half a surrogate pair becomes U+FFFD. Never longer than the source. @returns its length in bytes
 */
export function unescapeString(pointer: usize, end: usize, out: usize): usize {
  let at = pointer;
  let to = out;
  while (at < end) {
    const special = findSpecial(at, end);
    memory.copy(to, at, special - at);
    to += special - at;
    at = special;
    if (at >= end) break;
    const byte = load<u8>(at, 1) as u32;
    if (byte !== 0x75) {
      store<u8>(to, shortEscape(byte));
      to += 1;
      at += 2;
      continue;
    }
    let point = readHex(at + 2, end) as u32;
    at += 6;
    if (point >= 0xd800 && point < 0xe000) {
      const isFollowed = at + 6 <= end && load<u16>(at) === 0x755c;
      const low = point < 0xdc00 && isFollowed ? (readHex(at + 2, end) as u32) : 0;
      const isPair = low >= 0xdc00 && low < 0xe000;
      point = isPair ? 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
      if (isPair) at += 6;
    }
    to = writeCodePoint(to, point);
  }
  return to - out;
}

function isEqual(a: usize, b: usize, length: usize): bool {
  for (let at: usize = 0; at < length; at += 1) if (load<u8>(a + at) !== load<u8>(b + at)) return false;
  return true;
}

/** Which of the wanted keys a member's name is, or -1. `scratch` has room for the name's value. */
function findKey(name: usize, nameEnd: usize, wanted: usize, numWanted: i32, scratch: usize): i32 {
  let start = name;
  let length = nameEnd - name;
  if (hasEscapes) {
    length = unescapeString(name, nameEnd, scratch);
    start = scratch;
  }
  for (let place: i32 = 0; place < numWanted; place += 1) {
    const entry = wanted + ((place as usize) << 3);
    if ((load<u32>(entry, 4) as usize) === length && isEqual(load<u32>(entry), start, length)) return place;
  }
  return -1;
}

/** Kind of the value that the last `skipValue` began with. */
let kind: u32 = 0;

/** The end of the scalar that begins at `pointer`, or 0. Sets `kind`. */
function skipScalar(pointer: usize, end: usize): usize {
  const byte = load<u8>(pointer) as u32;
  if (byte === quote) {
    const closing = findClosingQuote(pointer + 1, end);
    kind = hasEscapes ? escapedString : plainString;
    return closing === 0 ? 0 : closing + 1;
  }
  if (byte === 0x2d || byte - 0x30 < 10) {
    kind = number;
    return skipNumber(pointer, end);
  }
  kind = literal;
  return skipLiteral(pointer, end);
}

function setLevel(depth: i32, isObject: bool): void {
  const at = levels + ((depth >> 3) as usize);
  const bit: u32 = 1 << (depth & 7);
  store<u8>(at, isObject ? load<u8>(at) | bit : load<u8>(at) & ~bit);
}

function isObjectAt(depth: i32): bool {
  return (load<u8>(levels + ((depth >> 3) as usize)) & (1 << (depth & 7))) !== 0;
}

/** Set where the nesting went beyond `maxDepth`. */
let isTooDeep: bool = false;

/** After the name and colon of an object's member at `pointer`, or 0. The name stands in `nameStart` to `nameEnd`. */
let nameStart: usize = 0;
let nameEnd: usize = 0;
function skipName(pointer: usize, end: usize): usize {
  let at = skipSpace(pointer, end);
  if (at >= end || load<u8>(at) !== 0x22) return 0;
  nameStart = at + 1;
  nameEnd = findClosingQuote(nameStart, end);
  if (nameEnd === 0) return 0;
  at = skipSpace(nameEnd + 1, end);
  return at < end && load<u8>(at) === 0x3a ? at + 1 : 0;
}

/** The end of an object or array that begins at `pointer`, or 0; nothing inside is looked at. */
function skipContainer(pointer: usize, end: usize): usize {
  let depth: i32 = 0;
  let at = pointer;
  setLevel(0, load<u8>(at) === 0x7b);
  at += 1;
  let isFirst = true;
  while (true) {
    at = skipSpace(at, end);
    if (at >= end) return 0;
    const isObject = isObjectAt(depth);
    const closing: u32 = isObject ? 0x7d : 0x5d;
    let byte = load<u8>(at) as u32;
    if (byte === closing) {
      at += 1;
      depth -= 1;
      if (depth < 0) return at;
      isFirst = false;
      continue;
    }
    if (!isFirst) {
      if (byte !== 0x2c) return 0;
      at = skipSpace(at + 1, end);
    }
    if (isObject) at = skipName(at, end);
    if (at === 0) return 0;
    at = skipSpace(at, end);
    if (at >= end) return 0;
    byte = load<u8>(at) as u32;
    isFirst = false;
    if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth >= maxDepth) {
        isTooDeep = true;
        return 0;
      }
      setLevel(depth, byte === 0x7b);
      at += 1;
      isFirst = true;
      continue;
    }
    at = skipScalar(at, end);
    if (at === 0) return 0;
  }
}

function skipValue(pointer: usize, end: usize): usize {
  if (pointer >= end) return 0;
  const byte = load<u8>(pointer) as u32;
  if (byte !== 0x7b && byte !== 0x5b) return skipScalar(pointer, end);
  const after = skipContainer(pointer, end);
  kind = byte === 0x7b ? object : array;
  return after;
}

/**
 * Scans a line that holds one JSON object for its top-level members.
 * @param wanted pairs of u32: pointer and length of each name's UTF-8
 * @param found for each name three u32: kind (0 where it is missing), pointers to the value's first byte and after its last; quotes left out
 * @param scratch room as long as the line, for names with escapes
 * @returns 0, or -1 for no JSON, -2 for JSON that is no object, -3 for too deep nesting
 */
export function scanObject(
  line: usize,
  end: usize,
  wanted: usize,
  numWanted: i32,
  found: usize,
  scratch: usize,
): i32 {
  memory.fill(found, 0, (numWanted as usize) * 12);
  isTooDeep = false;
  let at = skipSpace(line, end);
  if (at >= end) return invalid;
  if (load<u8>(at) !== 0x7b) {
    at = skipValue(at, end);
    if (isTooDeep) return tooDeep;
    return at !== 0 && skipSpace(at, end) === end ? notAnObject : invalid;
  }
  at = skipSpace(at + 1, end);
  if (at < end && load<u8>(at) === 0x7d) return skipSpace(at + 1, end) === end ? ok : invalid;
  while (true) {
    at = skipName(at, end);
    if (at === 0) return invalid;
    const place = findKey(nameStart, nameEnd, wanted, numWanted, scratch);
    const value = skipSpace(at, end);
    at = skipValue(value, end);
    if (at === 0) return isTooDeep ? tooDeep : invalid;
    if (place >= 0) {
      const entry = found + (place as usize) * 12;
      const inset: usize = kind <= escapedString ? 1 : 0;
      store<u32>(entry, kind);
      store<u32>(entry, (value + inset) as u32, 4);
      store<u32>(entry, (at - inset) as u32, 8);
    }
    at = skipSpace(at, end);
    if (at >= end) return invalid;
    if (load<u8>(at) === 0x7d) return skipSpace(at + 1, end) === end ? ok : invalid;
    if (load<u8>(at) !== 0x2c) return invalid;
    at += 1;
  }
}
