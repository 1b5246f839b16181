/**
 * The hash of a token and the tables of hashes that the kernels look into.
 * Invariant: the same arithmetic as `kernels/words.ts`, modulo 2^64; a hash of 0 does not occur in a table.
 */
import { invariant } from '@slipway/contracts';

const mask64 = (1n << 64n) - 1n;
const base = 0x9e3779b97f4a7c15n;
const patternPrime = 0xc2b2ae3d27d4eb4fn;

/** The polynomial of a token's bytes. */
export function hashToken(token: string): bigint {
  let hash = 0n;
  for (const byte of new TextEncoder().encode(token)) hash = (hash * base + BigInt(byte) + 1n) & mask64;
  return hash;
}

/** The hash of tokens in their order. */
export function hashPattern(tokens: readonly string[]): bigint {
  return tokens.reduce((hash, token) => ((hash ^ hashToken(token)) * patternPrime) & mask64, 0n);
}

export interface HashTable {
  slots: BigUint64Array;
  /** Where a hash stands. */
  placeOf(hash: bigint): number;
}

/** A table of hashes with at least half of its slots free. */
export function makeHashTable(hashes: Iterable<bigint>): HashTable {
  const all = [...new Set(hashes)];
  let size = 8;
  while (size < all.length * 2 + 1) size *= 2;
  const slots = new BigUint64Array(size);
  const placeOf = (hash: bigint) => {
    let place = Number((hash ^ (hash >> 32n)) & 0xffffffffn) & (size - 1);
    while (slots[place] !== 0n && slots[place] !== hash) place = (place + 1) & (size - 1);
    return place;
  };
  for (const hash of all) {
    invariant(hash !== 0n, 'a token in a table has a hash');
    slots[placeOf(hash)] = hash;
  }
  return { slots, placeOf };
}
