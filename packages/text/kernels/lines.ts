/**
 * Characters, lines and paragraphs of a text in numbers, with Python's meaning of white space, letters and line ends.
 * Invariant: counts characters as code points; lines are compared by xxHash64.
 */
import {
  classAt,
  classBefore,
  classOf,
  decodeAt,
  decodeBefore,
  decodedWidth,
  isAlphanumeric,
  isDecimal,
  isHan,
  isLetter,
  isLineBreak,
  isPunctuation,
  isSpace,
  isSpecialCharacter,
  isTerminal,
  isTraditional,
} from './characters';
import { hash64 } from './hash';
import { findSlot } from './token-hash';

const newline: u32 = 0x0a;

/** Adds `by` to the number in the column. */
export function addTo(row: usize, column: usize, by: f64): void {
  store<f64>(row + (column << 3), load<f64>(row + (column << 3)) + by);
}

/** How many code points stand between two places. */
export function countCharacters(start: usize, end: usize): u32 {
  let count: u32 = 0;
  let at = start;
  const zeros = i8x16.splat(-64);
  while (at + 16 <= end) {
    count += popcnt<u32>(i8x16.bitmask(i8x16.ge_s(v128.load(at), zeros)) as u32);
    at += 16;
  }
  for (; at < end; at++) count += (load<u8>(at) & 0xc0) !== 0x80 ? 1 : 0;
  return count;
}

/** Past the white space that begins at `start`. */
export function skipSpace(start: usize, end: usize, table: usize): usize {
  let at = start;
  while (at < end && (classAt(at, end, table) & isSpace) !== 0) at += decodedWidth();
  return at;
}

/** Before the white space that ends at `end`. */
export function dropSpace(start: usize, end: usize, table: usize): usize {
  let at = end;
  while (at > start && (classBefore(at, start, table) & isSpace) !== 0) at -= decodedWidth();
  return at;
}

function addClasses(row: usize, bits: u32, by: f64): void {
  if ((bits & isSpace) !== 0) addTo(row, 5, by);
  if ((bits & isLetter) !== 0) addTo(row, 6, by);
  if ((bits & isAlphanumeric) !== 0) addTo(row, 7, by);
  if ((bits & isDecimal) !== 0) addTo(row, 8, by);
  if ((bits & isPunctuation) !== 0) addTo(row, 9, by);
  if ((bits & isHan) !== 0) addTo(row, 10, by);
  if ((bits & isTraditional) !== 0) addTo(row, 11, by);
  if ((bits & isSpecialCharacter) !== 0) addTo(row, 12, by);
}

/** Writes the columns `bytes` to `specialCharacters`; `histogram` is room for 512 bytes. */
export function measureCharacters(
  pointer: usize,
  length: usize,
  table: usize,
  histogram: usize,
  row: usize,
): void {
  const end = pointer + length;
  for (let column: usize = 0; column < 13; column++) store<f64>(row + (column << 3), 0);
  memory.fill(histogram, 0, 512);
  let characters: u32 = 0;
  let ellipses: u32 = 0;
  let fullStops: u32 = 0;
  let at = pointer;
  while (at < end) {
    const byte: u32 = load<u8>(at);
    characters += 1;
    if (byte < 0x80) {
      const slot = histogram + (byte << 2);
      store<u32>(slot, load<u32>(slot) + 1);
      fullStops = byte === 0x2e ? fullStops + 1 : 0;
      if (fullStops === 3) {
        ellipses += 1;
        fullStops = 0;
      }
      at += 1;
      continue;
    }
    fullStops = 0;
    const code = decodeAt(at, end);
    at += decodedWidth();
    if (code === 0x2026) ellipses += 1;
    addClasses(row, classOf(code, table), 1);
  }
  for (let code: u32 = 0; code < 128; code++) {
    const count = load<u32>(histogram + (code << 2));
    if (count > 0) addClasses(row, classOf(code, table), count as f64);
  }
  store<f64>(row, length as f64);
  store<f64>(row, characters as f64, 8);
  store<f64>(row, load<u32>(histogram, 40) as f64, 16);
  store<f64>(row, load<u32>(histogram, 140) as f64, 24);
  store<f64>(row, ellipses as f64, 32);
}

/** Whether bytes were seen before; they are from now on. */
function isRepeated(start: usize, end: usize, slots: usize, mask: u32): bool {
  const hash = hash64(start, end - start, 0) | 1;
  const slot = findSlot(hash, slots, mask);
  if (load<u64>(slot) !== 0) return true;
  store<u64>(slot, hash);
  return false;
}

/** The first place of a byte, or `end`. */
export function findByte(start: usize, end: usize, byte: u8): usize {
  let at = start;
  const wanted = i8x16.splat(byte as i8);
  while (at + 16 <= end) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (found !== 0) return at + (ctz<u32>(found as u32) as usize);
    at += 16;
  }
  while (at < end && load<u8>(at) !== byte) at += 1;
  return at;
}

function findNewline(start: usize, end: usize): usize {
  return findByte(start, end, 0x0a);
}

function measureParagraphs(start: usize, end: usize, slots: usize, mask: u32, row: usize): void {
  let from = start;
  let at = start;
  while (true) {
    at = findNewline(at, end);
    if (at < end && load<u8>(at, 1) !== newline) {
      at += 1;
      continue;
    }
    addTo(row, 27, 1);
    if (isRepeated(from, at, slots, mask)) {
      addTo(row, 28, 1);
      addTo(row, 29, countCharacters(from, at) as f64);
    }
    while (at < end && load<u8>(at) === newline) at += 1;
    if (at >= end) return;
    from = at;
  }
}

function measureFilled(start: usize, end: usize, chars: u32, isOld: bool, table: usize, row: usize): void {
  addTo(row, 33, 1);
  if ((classBefore(end, start, table) & isTerminal) !== 0) addTo(row, 34, 1);
  if (chars <= 10) addTo(row, 35, 1);
  if (chars <= 20) addTo(row, 36, 1);
  if (chars <= 30) addTo(row, 37, 1);
  if (chars <= 40) addTo(row, 38, 1);
  if (chars <= 60) addTo(row, 39, 1);
  if (isOld) addTo(row, 40, chars as f64);
}

/** Bytes of room that `measureLines` needs for so many newlines. */
export function lineRoom(numNewlines: u32): u32 {
  let size: u32 = 64;
  while (size < numNewlines * 2 + 8) size <<= 1;
  return size << 3;
}

/** Writes the columns `paragraphs` to `repeatedFilledLineCharacters`; `room` is as large as `lineRoom` says. */
export function measureLines(pointer: usize, length: usize, table: usize, room: usize, row: usize): void {
  for (let column: usize = 27; column < 41; column++) store<f64>(row + (column << 3), 0);
  const end = pointer + length;
  const size = lineRoom(load<f64>(row, 16) as u32);
  const mask = (size >> 3) - 1;
  memory.fill(room, 0, size as usize);
  const start = skipSpace(pointer, end, table);
  measureParagraphs(start, max(start, dropSpace(start, end, table)), room, mask, row);
  memory.fill(room, 0, size as usize);
  let lines: u32 = 0;
  let at = pointer;
  if (length > 0 && load<u8>(pointer) === newline) lines += 1;
  if (length > 0 && load<u8>(end - 1) === newline) {
    lines += 1;
    if (lines === 2) addTo(row, 31, 1);
  }
  while (at < end) {
    const stop = findNewline(at, end);
    if (stop > at) {
      lines += 1;
      const chars = countCharacters(at, stop);
      const isOld = isRepeated(at, stop, room, mask);
      if (isOld) {
        addTo(row, 31, 1);
        addTo(row, 32, chars as f64);
      }
      if (skipSpace(at, stop, table) < stop) measureFilled(at, stop, chars, isOld, table, row);
    }
    at = stop + 1;
  }
  store<f64>(row, max<u32>(lines, 1) as f64, 240);
}

function isLineEnd(at: usize, end: usize, table: usize): bool {
  const byte: u32 = load<u8>(at);
  return (byte < 0x20 || byte === 0xc2 || byte === 0xe2) && (classAt(at, end, table) & isLineBreak) !== 0;
}

/** Where the line that begins at `start` ends, in Python's `splitlines`. */
export function findLineEnd(start: usize, end: usize, table: usize): usize {
  let at = start;
  const low = i8x16.splat(0x20);
  const tab = i8x16.splat(9);
  const two = i8x16.splat(-62);
  const three = i8x16.splat(-30);
  while (at + 16 <= end) {
    const block = v128.load(at);
    const control = v128.andnot(i8x16.lt_u(block, low), i8x16.eq(block, tab));
    let found = i8x16.bitmask(v128.or(control, v128.or(i8x16.eq(block, two), i8x16.eq(block, three)))) as u32;
    for (; found !== 0; found &= found - 1) {
      const place = at + (ctz<u32>(found) as usize);
      if (isLineEnd(place, end, table)) return place;
    }
    at += 16;
  }
  for (; at < end; at++) if (isLineEnd(at, end, table)) return at;
  return end;
}

/** Past the line end at `at`: CR LF is one. */
export function skipLineEnd(at: usize, end: usize): usize {
  if (at >= end) return end;
  if (load<u8>(at) === 0x0d && at + 1 < end && load<u8>(at, 1) === newline) return at + 2;
  decodeAt(at, end);
  return at + decodedWidth();
}

/** Adds a line of `splitlines` to the columns `lines` to `longestLine`. */
export function measureLine(start: usize, end: usize, table: usize, row: usize): void {
  addTo(row, 41, 1);
  const chars = countCharacters(start, end) as f64;
  if (chars > load<f64>(row, 352)) store<f64>(row, chars, 352);
  const low = skipSpace(start, end, table);
  if (low < end) {
    const code = decodeAt(low, end);
    if (code === 0x2022 || code === 0x2d) addTo(row, 42, 1);
  }
  const high = dropSpace(low, end, table);
  if (high <= low) return;
  const isThree =
    high - low >= 3 &&
    load<u8>(high - 1) === 0x2e &&
    load<u8>(high - 2) === 0x2e &&
    load<u8>(high - 3) === 0x2e;
  if (isThree || decodeBefore(high, low) === 0x2026) addTo(row, 43, 1);
}
