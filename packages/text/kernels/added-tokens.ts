/**
 * Added tokens (special ones among them) found in text before anything else is done to it, as Hugging Face tokenizers do: leftmost,
 * the longest of those that begin there, one after the other; some take the white space before or behind them along.
 * Invariant: what lies between two matches is encoded by itself. `set` points to the trie of a set of added tokens (fields of
 * `token-tables.ts`), the table of their first bytes, and one record {id, flags} a token.
 */

import { missing } from './byte-pairs';
import { encodePlain } from './encode';
import { findExactLongest } from './token-tables';

const firstBytesField: usize = 32;
const recordsField: usize = 36;
const onlyByteField: usize = 40;
/** Flags of an added token. */
const takesLeft: u32 = 1;
const takesRight: u32 = 2;
const isSpecial: u32 = 4;
/** A model's sets: those sought in raw text, then those sought in normalised text; 0 if there are none. */
const rawSetField: usize = 68;
const normalisedSetField: usize = 72;
const tokenLengthsField: usize = 44;

/** The next byte at which a token of the set may begin, or the end. */
function skipToFirst(set: usize, from: usize, end: usize): usize {
  const only = load<u32>(set, onlyByteField);
  const firstBytes: usize = load<u32>(set, firstBytesField);
  let at = from;
  if (only < 256) {
    const wanted = i8x16.splat(only as i8);
    while (at + 16 <= end) {
      const hits = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
      if (hits !== 0) return at + ctz<i32>(hits);
      at += 16;
    }
  }
  while (at < end && load<u8>(firstBytes + load<u8>(at)) === 0) at += 1;
  return at;
}

/** Length in bytes of the white space at `at`, 0 if it is none. */
function spaceLength(at: usize, end: usize): usize {
  const lead: u32 = load<u8>(at);
  if (lead < 0x80) return lead === 32 || lead - 9 < 5 ? 1 : 0;
  if (lead === 0xc2 && at + 2 <= end) return load<u8>(at, 1) === 0x85 || load<u8>(at, 1) === 0xa0 ? 2 : 0;
  if (at + 3 > end) return 0;
  const rest: u32 = ((load<u8>(at, 1) as u32) << 8) | load<u8>(at, 2);
  if (lead === 0xe1) return rest === 0x9a80 ? 3 : 0;
  if (lead === 0xe3) return rest === 0x8080 ? 3 : 0;
  if (lead !== 0xe2) return 0;
  const isOther = rest === 0x80a8 || rest === 0x80a9 || rest === 0x80af || rest === 0x819f;
  return isOther || rest - 0x8080 < 11 ? 3 : 0;
}

function skipSpaceBack(from: usize, at: usize): usize {
  let left = at;
  while (left > from) {
    let start = left - 1;
    while (start > from && (load<u8>(start) & 0xc0) === 0x80) start -= 1;
    if (spaceLength(start, left) !== left - start) return left;
    left = start;
  }
  return left;
}

/**
 * Finds the next added token in `from` .. `end` and writes start, end (pointers) and id to `match`. Specials are passed over, as a
 * whole, with `passesSpecial`. @returns 1 if one was found
 */
export function findAdded(set: usize, from: usize, end: usize, match: usize, passesSpecial: u32): u32 {
  let at = from;
  while (true) {
    at = skipToFirst(set, at, end);
    if (at >= end) return 0;
    const index = findExactLongest(set, at, end);
    if (index === missing) {
      at += 1;
      continue;
    }
    const record = (load<u32>(set, recordsField) as usize) + ((index as usize) << 3);
    const flags = load<u32>(record, 4);
    const length: usize = load<u32>((load<u32>(set, tokenLengthsField) as usize) + ((index as usize) << 2));
    let stop = at + length;
    if ((flags & isSpecial) !== 0 && passesSpecial !== 0) {
      at = stop;
      continue;
    }
    const start = (flags & takesLeft) !== 0 ? skipSpaceBack(from, at) : at;
    let space: usize = 1;
    while ((flags & takesRight) !== 0 && stop < end && space !== 0) {
      space = spaceLength(stop, end);
      stop += space;
    }
    store<u32>(match, start as u32);
    store<u32>(match, stop as u32, 4);
    store<u32>(match, load<u32>(record), 8);
    return 1;
  }
}

/** Encodes text that is normalised: added tokens of the second set, and what lies between them. @returns the end of the ids */
export function encodeNormalised(
  model: usize,
  pointer: usize,
  length: usize,
  out: usize,
  passesSpecial: u32,
): usize {
  const set: usize = load<u32>(model, normalisedSetField);
  const match = model + 128;
  const end = pointer + length;
  let at = pointer;
  let target = out;
  while (set !== 0 && findAdded(set, at, end, match, passesSpecial) !== 0) {
    const start: usize = load<u32>(match);
    target = encodePlain(model, at, start - at, target);
    store<u32>(target, load<u32>(match, 8));
    target += 4;
    at = load<u32>(match, 4);
  }
  return encodePlain(model, at, end - at, target);
}

/**
 * Encodes a document that needs no normalising. `out` has room for 6 bytes a byte of text and 64 more; the ids are u32.
 * @returns the number of ids
 */
export function encode(model: usize, pointer: usize, length: usize, out: usize, passesSpecial: u32): usize {
  const set: usize = load<u32>(model, rawSetField);
  const match = model + 144;
  const end = pointer + length;
  let at = pointer;
  let target = out;
  while (set !== 0 && findAdded(set, at, end, match, passesSpecial) !== 0) {
    const start: usize = load<u32>(match);
    target = encodeNormalised(model, at, start - at, target, passesSpecial);
    store<u32>(target, load<u32>(match, 8));
    target += 4;
    at = load<u32>(match, 4);
  }
  return (encodeNormalised(model, at, end - at, target, passesSpecial) - out) >> 2;
}
