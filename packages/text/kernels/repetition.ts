/**
 * Repeated n-grams of a text's tokens, as datatrove 0.10 counts them for the Gopher repetition rule: the most frequent 2- to 4-gram, and
 * 5- to 10-grams that stood before, stepping over each one found.
 * Invariant: the same numbers as sets of strings would give, but for equal 64-bit hashes of different n-grams. Most n-grams stand once;
 * a byte map finds those that may repeat, and only they are looked up exactly.
 */
import { hashBase } from './token-hash';
import { tokenBytes } from './words';

const mixPrime: u64 = 0xc2b2ae3d27d4eb4f;
const entryBytes: usize = 16;
const prefixBytes: usize = 16;
export const shortestRepeated: u32 = 5;
export const longestRepeated: u32 = 10;

let tokens: usize = 0;
let numTokens: usize = 0;
let map: usize = 0;
let mapMask: u32 = 0;
let marks: usize = 0;
let entries: usize = 0;
let entryMask: u32 = 0;

function mix(hash: u64): u64 {
  const mixed = (hash ^ (hash >> 32)) * mixPrime;
  return mixed ^ (mixed >> 29);
}

function hashAt(token: usize): u64 {
  return load<u64>(tokens + token * tokenBytes, 16);
}

function bytesAt(token: usize): u32 {
  return load<u32>(tokens + token * tokenBytes, 4);
}

function charsAt(token: usize): u32 {
  return load<u32>(tokens + token * tokenBytes, 8);
}

function powerOfTwo(atLeast: u32): u32 {
  let size: u32 = 64;
  while (size < atLeast) size <<= 1;
  return size;
}

function hashOrdered(token: usize, count: usize): u64 {
  let hash: u64 = 0;
  for (let index: usize = 0; index < count; index++) hash = mix(hash ^ hashAt(token + index));
  return hash | 1;
}

function power(exponent: u32): u64 {
  let result: u64 = 1;
  let base = hashBase;
  for (let rest = exponent; rest > 0; rest >>= 1) {
    if ((rest & 1) !== 0) result *= base;
    base *= base;
  }
  return result;
}

function hashJoined(token: usize, count: usize, powers: usize): u64 {
  let hash: u64 = 0;
  for (let index: usize = 0; index < count; index++) {
    const length = bytesAt(token + index);
    hash =
      hash * (length < 64 ? load<u64>(powers + ((length as usize) << 3)) : power(length)) +
      hashAt(token + index);
  }
  return mix(hash) | 1;
}

/** The entry of a hash in the exact table, free if its count (4 bytes at 8) is 0. */
function findEntry(hash: u64): usize {
  let place = (hash >> 20) as u32 & entryMask;
  while (true) {
    const entry = entries + (place as usize) * entryBytes;
    const found = load<u64>(entry);
    if (found === hash || found === 0) return entry;
    place = (place + 1) & entryMask;
  }
}

function clearEntries(atLeast: u32): void {
  const size = powerOfTwo(atLeast * 2);
  entryMask = size - 1;
  memory.fill(entries, 0, (size as usize) * entryBytes);
}

function spanChars(token: usize, count: usize): u32 {
  let chars: u32 = (count - 1) as u32;
  for (let index: usize = 0; index < count; index++) chars += charsAt(token + index);
  return chars;
}

function placeInMap(hash: u64): usize {
  const place = ((hash >> 20) as u32) & mapMask;
  return place as usize;
}

/** Marks tokens at which a 2-gram begins whose hash's place in the map is taken twice. @returns how many */
function markPairs(): u32 {
  let found: u32 = 0;
  const last = numTokens - 1;
  for (let token: usize = 0; token < last; token++) {
    const slot = map + placeInMap(hashOrdered(token, 2));
    const seen: u32 = load<u8>(slot);
    if (seen < 2) store<u8>(slot, seen + 1);
  }
  for (let token: usize = 0; token < last; token++) {
    const isRepeated = load<u8>(map + placeInMap(hashOrdered(token, 2))) > 1;
    store<u8>(marks + token, isRepeated ? 1 : 0);
    if (isRepeated) found += 1;
  }
  store<u8>(marks + last, 0);
  return found;
}

/** Counts n-grams at marked tokens; then leaves marked those that stand more than once. @returns characters of the most frequent, all its places */
function countTop(count: usize, numMarked: u32): f64 {
  if (numTokens < count) return 0;
  let best: u32 = 1;
  let bestAt: usize = 0;
  clearEntries(numMarked);
  const last = numTokens - count;
  for (let token: usize = 0; token <= last; token++) {
    if (load<u8>(marks + token) === 0) continue;
    const hash = hashOrdered(token, count);
    const entry = findEntry(hash);
    const seen = load<u32>(entry, 8);
    if (seen === 0) {
      store<u64>(entry, hash);
      store<u32>(entry, token as u32, 12);
    }
    store<u32>(entry, seen + 1, 8);
    const at = load<u32>(entry, 12) as usize;
    if (seen + 1 > best || (seen + 1 === best && best > 1 && at < bestAt)) {
      best = seen + 1;
      bestAt = at;
    }
  }
  return (best as f64) * (spanChars(bestAt, count) as f64);
}

/** Leaves marked only tokens whose n-gram stands more than once, and whose next token's does too. */
function narrowMarks(count: usize): u32 {
  let found: u32 = 0;
  for (let token: usize = 0; token < numTokens; token++) {
    if (load<u8>(marks + token) === 0) continue;
    const isWhole = token + count <= numTokens;
    const isRepeated = isWhole && load<u32>(findEntry(hashOrdered(token, count)), 8) > 1;
    store<u8>(marks + token, isRepeated ? 1 : 0);
  }
  for (let token: usize = 0; token + 1 < numTokens; token++) {
    const isBoth = (load<u8>(marks + token) & load<u8>(marks + token + 1)) !== 0;
    store<u8>(marks + token, isBoth ? 1 : 0);
    if (isBoth) found += 1;
  }
  store<u8>(marks + numTokens - 1, 0);
  return found;
}

/** Copies the tokens' bytes one behind the other, with zeros at the end. */
function joinTokens(stream: usize): void {
  let to = stream;
  for (let token: usize = 0; token < numTokens; token++) {
    const from = load<u32>(tokens + token * tokenBytes) as usize;
    const length = bytesAt(token) as usize;
    memory.copy(to, from, length);
    to += length;
  }
  memory.fill(to, 0, prefixBytes);
}

function hashPrefix(at: usize): u32 {
  return (mix(load<u64>(at) ^ mix(load<u64>(at, 8))) >> 20) as u32 & mapMask;
}

/** How many tokens make 16 bytes, at least 2 and at most 255. */
function tokensOfPrefix(token: usize): u32 {
  let count: u32 = 0;
  let bytes: u32 = 0;
  while (bytes < (prefixBytes as u32) && count < 255 && token + count < numTokens) {
    bytes += bytesAt(token + count);
    count += 1;
  }
  return bytes < (prefixBytes as u32) ? 255 : max<u32>(count, 2);
}

/** Marks tokens with 1 if 16 bytes of the joined text from there on may stand elsewhere, else with how many tokens make 16 bytes. */
function markPrefixes(stream: usize): void {
  memory.fill(map, 0, (mapMask as usize) + 1);
  let at = stream;
  for (let token: usize = 0; token < numTokens; token++) {
    const slot = map + (hashPrefix(at) as usize);
    const seen: u32 = load<u8>(slot);
    if (seen < 2) store<u8>(slot, seen + 1);
    at += bytesAt(token) as usize;
  }
  at = stream;
  for (let token: usize = 0; token < numTokens; token++) {
    const isElsewhere = load<u8>(map + (hashPrefix(at) as usize)) > 1;
    store<u8>(marks + token, isElsewhere ? 1 : tokensOfPrefix(token));
    at += bytesAt(token) as usize;
  }
}

/** Whether an n-gram may stand elsewhere: its first 16 bytes do, or it is shorter than that. */
function mayRepeat(token: usize, count: usize): bool {
  const mark = load<u8>(marks + token) as usize;
  return mark === 1 || mark > count;
}

/** Characters of n-grams that stood before, each found one stepped over. */
function countRepeated(count: usize, powers: usize): f64 {
  if (numTokens < count) return 0;
  const last = numTokens - count;
  let marked: u32 = 0;
  for (let token: usize = 0; token <= last; token++) {
    if (mayRepeat(token, count)) marked += 1;
  }
  if (marked < 2) return 0;
  clearEntries(marked);
  let chars: f64 = 0;
  let token: usize = 0;
  while (token <= last) {
    if (!mayRepeat(token, count)) {
      token += 1;
      continue;
    }
    const hash = hashJoined(token, count, powers);
    const entry = findEntry(hash);
    if (load<u64>(entry) === hash) {
      chars += (spanChars(token, count) - ((count - 1) as u32)) as f64;
      token += count;
    } else {
      store<u64>(entry, hash);
      token += 1;
    }
  }
  return chars;
}

/** Bytes of room that `measureRepetition` needs for so many tokens and bytes of text. */
export function repetitionRoom(count: u32, length: u32): u32 {
  return powerOfTwo(count * 8) + powerOfTwo(count * 2) * (entryBytes as u32) + count + length + 1024;
}

/**
 * Writes nine numbers (f64) at `out`: characters of the most frequent 2-, 3-, 4-gram at all its places (words joined by a space), then
 * characters in repeated 5- to 10-grams (words joined by nothing).
 */
export function measureRepetition(at: usize, count: u32, room: usize, out: usize): void {
  for (let index: usize = 0; index < 9; index++) store<f64>(out + (index << 3), 0);
  if (count < 2) return;
  tokens = at;
  numTokens = count as usize;
  mapMask = powerOfTwo(count * 8) - 1;
  map = room;
  const powers = room + (mapMask as usize) + 1;
  entries = powers + 512;
  marks = entries + (powerOfTwo(count * 2) as usize) * entryBytes;
  const stream = marks + numTokens + 8;
  let raised: u64 = 1;
  for (let exponent: usize = 0; exponent < 64; exponent++) {
    store<u64>(powers + (exponent << 3), raised);
    raised *= hashBase;
  }
  memory.fill(map, 0, (mapMask as usize) + 1);
  let marked = markPairs();
  for (let size: usize = 2; size <= 4; size++) {
    store<f64>(out + ((size - 2) << 3), countTop(size, marked));
    if (size < 4) marked = narrowMarks(size);
  }
  joinTokens(stream);
  markPrefixes(stream);
  for (let size: usize = shortestRepeated as usize; size <= longestRepeated; size++) {
    store<f64>(out + ((size - 2) << 3), countRepeated(size, powers));
  }
}
