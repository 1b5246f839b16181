/**
 * xxHash64 (Yann Collet, https://github.com/Cyan4973/xxHash/blob/v0.8.2/doc/xxhash_spec.md): the hash of bytes that every
 * family uses. Invariant: equals the specification for every length and seed.
 */
const prime1: u64 = 0x9e3779b185ebca87;
const prime2: u64 = 0xc2b2ae3d27d4eb4f;
const prime3: u64 = 0x165667b19e3779f9;
const prime4: u64 = 0x85ebca77c2b2ae63;
const prime5: u64 = 0x27d4eb2f165667c5;

function mixLane(accumulator: u64, lane: u64): u64 {
  return rotl<u64>(accumulator + lane * prime2, 31) * prime1;
}

function mergeLane(accumulator: u64, lane: u64): u64 {
  return (accumulator ^ mixLane(0, lane)) * prime1 + prime4;
}

/** Spreads every bit of a 64-bit value over all others (the last step of xxHash64). */
export function avalanche(value: u64): u64 {
  let mixed = (value ^ (value >> 33)) * prime2;
  mixed = (mixed ^ (mixed >> 29)) * prime3;
  return mixed ^ (mixed >> 32);
}

function hashTail(state: u64, pointer: usize, end: usize): u64 {
  let hash = state;
  let at = pointer;
  while (at + 8 <= end) {
    hash = rotl<u64>(hash ^ mixLane(0, load<u64>(at)), 27) * prime1 + prime4;
    at += 8;
  }
  if (at + 4 <= end) {
    hash = rotl<u64>(hash ^ ((load<u32>(at) as u64) * prime1), 23) * prime2 + prime3;
    at += 4;
  }
  while (at < end) {
    hash = rotl<u64>(hash ^ ((load<u8>(at) as u64) * prime5), 11) * prime1;
    at += 1;
  }
  return avalanche(hash);
}

/** xxHash64 of `length` bytes at `pointer`. */
export function hash64(pointer: usize, length: usize, seed: u64): u64 {
  const end = pointer + length;
  let at = pointer;
  let hash = seed + prime5;
  if (length >= 32) {
    let lane1 = seed + prime1 + prime2;
    let lane2 = seed + prime2;
    let lane3 = seed;
    let lane4 = seed - prime1;
    while (at + 32 <= end) {
      lane1 = mixLane(lane1, load<u64>(at));
      lane2 = mixLane(lane2, load<u64>(at, 8));
      lane3 = mixLane(lane3, load<u64>(at, 16));
      lane4 = mixLane(lane4, load<u64>(at, 24));
      at += 32;
    }
    hash = rotl<u64>(lane1, 1) + rotl<u64>(lane2, 7) + rotl<u64>(lane3, 12) + rotl<u64>(lane4, 18);
    hash = mergeLane(hash, lane1);
    hash = mergeLane(hash, lane2);
    hash = mergeLane(hash, lane3);
    hash = mergeLane(hash, lane4);
  }
  return hashTail(hash + (length as u64), at, end);
}
