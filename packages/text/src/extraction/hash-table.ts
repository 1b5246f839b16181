/**
 * Small tables for kernels: a 32-bit hash to a number, by open addressing.
 * Invariant: pairs of u32, hash and value, in a power of two of slots of which at most half are taken; a value of 0 is an empty slot.
 * Refuses two names of one hash with different values: a name would stand for another.
 */
import { invariant } from '@slipway/contracts';

export interface HashTable {
  words: Uint32Array;
  mask: number;
}

/** FNV-1a of a name's ASCII bytes, as `kernels/html-text.ts` counts it. */
export function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

export function makeHashTable(values: ReadonlyMap<string, number>): HashTable {
  const numSlots = 2 ** Math.ceil(Math.log2(values.size * 2 + 2));
  const words = new Uint32Array(numSlots * 2);
  const mask = numSlots - 1;
  for (const [name, value] of values) {
    const hash = hashName(name);
    let slot = hash & mask;
    while (words[slot * 2 + 1] !== 0) {
      invariant(words[slot * 2] !== hash, `${name} has a hash of its own`);
      slot = (slot + 1) & mask;
    }
    words[slot * 2] = hash;
    words[slot * 2 + 1] = value;
  }
  return { words, mask };
}
