/**
 * Repeated n-grams of a text's tokens, as datatrove 0.10 counts them for the Gopher repetition rule: the most frequent 2- to 4-gram, and
 * 5- to 10-grams that stood before, stepping over each one found.
 * Invariant: the same numbers as sets of strings would give, but for equal 64-bit hashes of different n-grams. Most n-grams stand once;
 * a byte map finds those that may repeat, and only they are looked up exactly.
 */
import { hashBase } from './token-hash';
import { tokenBytes } from './words';

const mixPrime: u64 = 0xc2b2ae3d27d4eb4f;
const orderPrime: u64 = 0x165667b19e3779f9;
const entryBytes: usize = 16;
const prefixBytes: usize = 16;
export const shortestRepeated: u32 = 5;
export const longestRepeated: u32 = 10;

let tokens: usize = 0;
let numTokens: usize = 0;
let map: usize = 0;
let mapMask: u32 = 0;
let marks: usize = 0;
let powers: usize = 0;
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
  for (let index: usize = 0; index < count; index++) hash = hash * orderPrime + hashAt(token + index);
  return mix(hash) | 1;
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

function hashJoined(token: usize, count: usize): u64 {
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
  // The exact table is not in use yet: its room keeps the places.
  let before = hashAt(0);
  for (let token: usize = 0; token < last; token++) {
    const hash = hashAt(token + 1);
    const place = placeInMap(mix(before * orderPrime + hash) | 1);
    before = hash;
    store<u32>(entries + (token << 2), place as u32);
    const seen: u32 = load<u8>(map + place);
    if (seen < 2) store<u8>(map + place, seen + 1);
  }
  for (let token: usize = 0; token < last; token++) {
    const isRepeated = load<u8>(map + (load<u32>(entries + (token << 2)) as usize)) > 1;
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
    // Sixteen bytes at a time: what is written too much is written over by the next token.
    v128.store(to, v128.load(from));
    for (let at: usize = 16; at < length; at += 16) v128.store(to + at, v128.load(from + at));
    to += length;
  }
  memory.fill(to, 0, prefixBytes);
}

function hashPrefix(at: usize): u32 {
  return (mix(load<u64>(at) ^ mix(load<u64>(at, 8))) >> 20) as u32 & mapMask;
}

/** How many tokens make 16 bytes; more than any n-gram has at the end of the text. */
function tokensOfPrefix(token: usize): u32 {
  let count: u32 = 0;
  let bytes: u32 = 0;
  while (bytes < (prefixBytes as u32) && count <= longestRepeated && token + count < numTokens) {
    bytes += bytesAt(token + count);
    count += 1;
  }
  return bytes < (prefixBytes as u32) ? longestRepeated + 1 : count;
}

/**
 * Lists the tokens at which an n-gram may repeat: 16 bytes of the joined text from there on may stand elsewhere (marked 0), or 5 tokens
 * are shorter than that (marked with how many tokens make 16 bytes). The list, 8 bytes each, stands at `list`. @returns how many
 */
function listCandidates(stream: usize, list: usize): u32 {
  memory.fill(map, 0, (mapMask as usize) + 1);
  let at = stream;
  for (let token: usize = 0; token < numTokens; token++) {
    const place = hashPrefix(at);
    store<u32>(entries + (token << 3), place);
    store<u32>(entries + (token << 3), (at - stream) as u32, 4);
    const slot = map + (place as usize);
    const seen: u32 = load<u8>(slot);
    if (seen < 2) store<u8>(slot, seen + 1);
    at += bytesAt(token) as usize;
  }
  let found: u32 = 0;
  for (let token: usize = 0; token < numTokens; token++) {
    const record = entries + (token << 3);
    const isElsewhere = load<u8>(map + (load<u32>(record) as usize)) > 1;
    const isLong =
      token + 5 < numTokens && load<u32>(record, 44) - load<u32>(record, 4) >= (prefixBytes as u32);
    if (isLong && !isElsewhere) continue;
    store<u32>(list + ((found as usize) << 3), token as u32);
    store<u32>(list + ((found as usize) << 3), isElsewhere ? 0 : tokensOfPrefix(token), 4);
    found += 1;
  }
  return found;
}

/** Characters of n-grams that stood before, each found one stepped over. */
function countRepeated(count: usize, list: usize, numListed: u32): f64 {
  if (numTokens < count || numListed < 2) return 0;
  clearEntries(numListed);
  const last = numTokens - count;
  const end = list + ((numListed as usize) << 3);
  let chars: f64 = 0;
  let next: usize = 0;
  for (let listed = list; listed < end; listed += 8) {
    const token = load<u32>(listed) as usize;
    if (token > last) break;
    const mark = load<u32>(listed, 4) as usize;
    if (token < next || (mark !== 0 && mark <= count)) continue;
    const hash = hashJoined(token, count);
    const entry = findEntry(hash);
    if (load<u64>(entry) === hash) {
      chars += (spanChars(token, count) - ((count - 1) as u32)) as f64;
      next = token + count;
    } else store<u64>(entry, hash);
  }
  return chars;
}

/** Bytes of room that `measureRepetition` needs for so many tokens and bytes of text. */
export function repetitionRoom(count: u32, length: u32): u32 {
  return powerOfTwo(count * 8) + powerOfTwo(count * 2) * (entryBytes as u32) + count * 9 + length + 1024;
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
  powers = room + (mapMask as usize) + 1;
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
  const list =
    stream +
    ((load<u32>(at + (numTokens - 1) * tokenBytes) + bytesAt(numTokens - 1) - load<u32>(at)) as usize) +
    64;
  const numListed = listCandidates(stream, list);
  for (let size: usize = shortestRepeated as usize; size <= longestRepeated; size++) {
    store<f64>(out + ((size - 2) << 3), countRepeated(size, list, numListed));
  }
}
