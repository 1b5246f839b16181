/**
 * Hashes of tokens and the tables that they are looked up in.
 * Invariant: the same arithmetic as `src/statistics/token-hash.ts`, modulo 2^64; a table has free slots.
 */
/** Any odd number; the golden ratio's. A token's hash is its bytes' polynomial in it, so that hashes of joined tokens can be made. */
export const hashBase: u64 = 0x9e3779b97f4a7c15;

/** The polynomial of bytes in `hashBase`. */
export function hashToken(start: usize, end: usize): u64 {
  let hash: u64 = 0;
  for (let at = start; at < end; at++) hash = hash * hashBase + (load<u8>(at) as u64) + 1;
  return hash;
}

/** Where a hash stands in a table of 64-bit slots, 0 for free; or where it would stand. */
export function findSlot(hash: u64, slots: usize, mask: u32): usize {
  let place = ((hash ^ (hash >> 32)) as u32) & mask;
  while (true) {
    const slot = slots + ((place as usize) << 3);
    const found = load<u64>(slot);
    if (found === 0 || found === hash) return slot;
    place = (place + 1) & mask;
  }
}

/** Whether a hash is in the table that a pointer and a mask at `table` name. */
export function isIn(hash: u64, table: usize): bool {
  return load<u64>(findSlot(hash, load<u32>(table) as usize, load<u32>(table, 4))) !== 0;
}
