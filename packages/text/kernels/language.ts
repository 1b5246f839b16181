/**
 * What the language of a text is told by: how many letters of each script it has, and the hashed character n-grams of its words.
 * Invariant: a word's n-grams depend on its letters alone; rows of the model are summed as integers, so in any order the same.
 * `letters` has a word for each code point below 65536: folded letter, script in bits 16 to 23, Chinese variant in bits 24 and 25.
 */
import { decodeAt, decodedWidth } from './characters';

/** Scripts have numbers below this; 0 is no letter. The two counts behind them are of simplified and traditional characters. */
const numScripts: u32 = 32;
/** The number of Latin script, whose letters are all that ASCII has. */
const latin: usize = 1;
/** What stands before a word's first letter and after its last. */
const edge: u32 = 0x20;
/** Of one word so many letters are looked at. */
const maxLetters: u32 = 32;
const rowBytes: usize = 16;

function factsOf(code: u32, letters: usize): u32 {
  if (code < 0x10000) return load<u32>(letters + (code << 2));
  return code >= 0x20000 && code < 0x32000 ? load<u32>(letters + (0x4e00 << 2)) | 0xffff : 0;
}

/** Adds the letters of each script to `counts`, 34 numbers. ASCII is counted sixteen bytes at once. */
export function countScripts(pointer: usize, length: usize, letters: usize, counts: usize): void {
  const end = pointer + length;
  let at = pointer;
  while (at < end) {
    if (at + 16 <= end) {
      const bytes = v128.load(at);
      if (i8x16.bitmask(bytes) === 0) {
        const places = i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61));
        const found = popcnt<u32>(i8x16.bitmask(i8x16.lt_u(places, i8x16.splat(26))) as u32);
        store<u32>(counts, load<u32>(counts) + 16 - found);
        store<u32>(counts + (latin << 2), load<u32>(counts + (latin << 2)) + found);
        at += 16;
        continue;
      }
    }
    // As many characters as 16 bytes may hold before ASCII is looked for again.
    const stop = min(end, at + 16);
    while (at < stop) {
      const facts = factsOf(decodeAt(at, end), letters);
      at += decodedWidth();
      const slot = counts + (((facts >> 16) & 31) << 2);
      store<u32>(slot, load<u32>(slot) + 1);
      const variant = facts >> 24;
      if (variant === 0) continue;
      const variants = counts + ((numScripts - 1 + variant) << 2);
      store<u32>(variants, load<u32>(variants) + 1);
    }
  }
}

/** The bucket of an n-gram or a word from its mixed letters. */
function bucketOf(mixed: u32, mask: u32): u32 {
  const spread = (mixed ^ (mixed >> 15)) * 0x2c1b3c6d;
  return (spread ^ (spread >> 13)) & mask;
}

/**
 * Writes the buckets of the n-grams of one to four letters that end in `letter`, the shortest first; `before` holds the three letters before
 * it, the last one lowest. All four are written, those of letters that there are not to be written over.
 */
function writeGrams(to: usize, letter: u32, before: u64, mask: u32): void {
  const one = letter * 0x9e3779b1;
  const two = (one ^ ((before as u32) & 0xffff)) * 0x85ebca6b;
  const three = (two ^ (((before >> 16) as u32) & 0xffff)) * 0xc2b2ae35;
  const four = (three ^ ((before >> 32) as u32)) * 0x27d4eb2f;
  let mixed = i32x4.splat(one + 1);
  mixed = i32x4.replace_lane(mixed, 1, two + 2);
  mixed = i32x4.replace_lane(mixed, 2, three + 3);
  mixed = i32x4.replace_lane(mixed, 3, four + 4);
  const spread = i32x4.mul(v128.xor(mixed, i32x4.shr_u(mixed, 15)), i32x4.splat(0x2c1b3c6d));
  v128.store(to, v128.and(v128.xor(spread, i32x4.shr_u(spread, 13)), i32x4.splat(mask)));
}

/**
 * Writes the buckets of all words in one script: of each letter the n-grams of one to four letters that end in it, and of each word
 * itself. `out` has room for 24 bytes a byte and 64 more.
 * @returns their number
 */
export function hashWords(
  pointer: usize,
  length: usize,
  letters: usize,
  script: u32,
  mask: u32,
  out: usize,
): u32 {
  const end = pointer + length;
  let at = pointer;
  let to = out;
  let before: u64 = 0;
  let word: u32 = 0;
  let count: u32 = 0;
  while (at <= end) {
    let facts: u32 = 0;
    const first: u32 = at < end ? load<u8>(at) : 0;
    if (first < 0x80) {
      facts = load<u32>(letters + (first << 2));
      at += 1;
    } else {
      facts = factsOf(decodeAt(at, end), letters);
      at += decodedWidth();
    }
    if (((facts >> 16) & 0xff) !== script) {
      if (count === 0) continue;
      if (count <= maxLetters) {
        writeGrams(to, edge, before, mask);
        to += min<u32>(count + 2, 4) << 2;
        store<u32>(to, bucketOf(word + 5, mask));
        to += 4;
      }
      count = 0;
      continue;
    }
    if (count === 0) {
      before = edge;
      word = 0;
    }
    count += 1;
    if (count > maxLetters) continue;
    const letter = facts & 0xffff;
    writeGrams(to, letter, before, mask);
    to += min<u32>(count + 1, 4) << 2;
    before = ((before << 16) | letter) & 0xffffffffffff;
    word = (word ^ letter) * 0x01000193 + 0x811c9dc5;
  }
  return ((to - out) >> 2) as u32;
}

/** Sums the rows, 16 signed bytes each, of so many buckets into 16 numbers of 32 bits. */
export function sumRows(buckets: usize, count: u32, rows: usize, sums: usize): void {
  let first = i32x4.splat(0);
  let second = i32x4.splat(0);
  let third = i32x4.splat(0);
  let fourth = i32x4.splat(0);
  const end = buckets + ((count as usize) << 2);
  let at = buckets;
  while (at < end) {
    // A hundred sums of signed bytes fit into 16 bits.
    const stop = min(end, at + 400);
    let low = i16x8.splat(0);
    let high = i16x8.splat(0);
    while (at < stop) {
      const row = v128.load(rows + (load<u32>(at) as usize) * rowBytes);
      low = i16x8.add(low, i16x8.extend_low_i8x16_s(row));
      high = i16x8.add(high, i16x8.extend_high_i8x16_s(row));
      at += 4;
    }
    first = i32x4.add(first, i32x4.extend_low_i16x8_s(low));
    second = i32x4.add(second, i32x4.extend_high_i16x8_s(low));
    third = i32x4.add(third, i32x4.extend_low_i16x8_s(high));
    fourth = i32x4.add(fourth, i32x4.extend_high_i16x8_s(high));
  }
  v128.store(sums, first);
  v128.store(sums, second, 16);
  v128.store(sums, third, 32);
  v128.store(sums, fourth, 48);
}
