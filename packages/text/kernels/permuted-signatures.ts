/**
 * Classic MinHash: each shingle's hash is permuted once for each slot, as datatrove and NeMo Curator do.
 * Invariant: a text without shingles has a signature of all ones. Parameters are `numHashes` factors and then as many summands.
 */
import { hash64 } from './hash';

const mersenne: u64 = (1 << 61) - 1;
const tokenBytes: usize = 24;

/** Takes a hash into all slots: (hash · a + b mod 2^64) mod 2^61 - 1, the smallest. */
function permute64(hash: u64, parameters: usize, numHashes: u32, out: usize): void {
  const numBytes = (numHashes as usize) << 3;
  for (let at: usize = 0; at < numBytes; at += 8) {
    const sum = hash * load<u64>(parameters + at) + load<u64>(parameters + numBytes + at);
    let value = (sum & mersenne) + (sum >> 61);
    if (value >= mersenne) value -= mersenne;
    if (value < load<u64>(out + at)) store<u64>(out + at, value);
  }
}

/**
 * Signs the runs of `size` tokens, as `segmentWords` wrote them, joined by blanks, by their xxHash64. `room` holds the tokens with a blank each.
 * @returns how many shingles there are
 */
export function signTokens(
  tokens: usize,
  count: u32,
  size: u32,
  parameters: usize,
  numHashes: u32,
  room: usize,
  out: usize,
): u32 {
  memory.fill(out, 0xff, (numHashes as usize) << 3);
  if (count < size) return 0;
  const tokensEnd = tokens + (count as usize) * tokenBytes;
  let first = tokens;
  let start = room;
  let to = room;
  let numHeld: u32 = 0;
  for (let token = tokens; token < tokensEnd; token += tokenBytes) {
    const numBytes: usize = load<u32>(token, 4);
    memory.copy(to, load<u32>(token), numBytes);
    to += numBytes;
    numHeld += 1;
    if (numHeld >= size) {
      permute64(hash64(start, to - start, 0), parameters, numHashes, out);
      start += (load<u32>(first, 4) as usize) + 1;
      first += tokenBytes;
    }
    store<u8>(to, 0x20);
    to += 1;
  }
  return count - size + 1;
}

function mixMurmur(word: u32): u32 {
  return rotl<u32>(word * 0xcc9e2d51, 15) * 0x1b873593;
}

/** MurmurHash3_x86_32 (Austin Appleby, https://github.com/aappleby/smhasher). */
function murmur32(pointer: usize, length: usize, seed: u32): u32 {
  const end = pointer + length;
  let hash = seed;
  let at = pointer;
  for (; at + 4 <= end; at += 4) hash = rotl<u32>(hash ^ mixMurmur(load<u32>(at)), 13) * 5 + 0xe6546b64;
  let tail: u32 = 0;
  for (let last = end; last > at; last--) tail = (tail << 8) | (load<u8>(last - 1) as u32);
  hash = hash ^ mixMurmur(tail) ^ (length as u32);
  hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
  hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
  return hash ^ (hash >> 16);
}

/** Takes a hash into all slots, four at once: hash · a + b mod 2^32, the smallest. */
function permute32(hash: u32, parameters: usize, numHashes: u32, out: usize): void {
  const numBytes = (numHashes as usize) << 2;
  const factor = i32x4.splat(hash as i32);
  for (let at: usize = 0; at < numBytes; at += 16) {
    const product = i32x4.mul(factor, v128.load(parameters + at));
    const sum = i32x4.add(product, v128.load(parameters + numBytes + at));
    v128.store(out + at, i32x4.min_u(sum, v128.load(out + at)));
  }
}

/** Past the character that begins at `at`. */
function nextCharacter(at: usize, end: usize): usize {
  let next = at + 1;
  while (next < end && (load<u8>(next) & 0xc0) === 0x80) next += 1;
  return next;
}

/**
 * Signs the runs of `width` characters of a text, or a shorter text as a whole, by their murmur hash, no less than 1. `numHashes` is a
 * multiple of 4.
 * @returns how many shingles there are
 */
export function signWindows(
  pointer: usize,
  length: usize,
  width: u32,
  seed: u32,
  parameters: usize,
  numHashes: u32,
  out: usize,
): u32 {
  memory.fill(out, 0xff, (numHashes as usize) << 2);
  const end = pointer + length;
  let stop = pointer;
  for (let place: u32 = 0; place < width && stop < end; place++) stop = nextCharacter(stop, end);
  let count: u32 = 0;
  for (let at = pointer; at < end; at = nextCharacter(at, end)) {
    permute32(max<u32>(1, murmur32(at, stop - at, seed)), parameters, numHashes, out);
    count += 1;
    if (stop >= end) break;
    stop = nextCharacter(stop, end);
  }
  return count;
}
