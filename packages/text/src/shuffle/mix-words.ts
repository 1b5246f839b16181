/**
 * Mixes words of 32 bits under keys from a seed.
 * Invariant: a function of its arguments alone, the same on every machine. Refuses: to be a cipher; whoever wants secrets is wrong here.
 */
import { createHash } from 'node:crypto';

/** Sixteen keys from a seed. */
export function deriveKeys(seed: string): Uint32Array {
  const digest = createHash('sha512').update(seed).digest();
  return Uint32Array.from({ length: 16 }, (_, place) => digest.readUInt32LE(place * 4));
}

/** Spreads a word's bits over all others (the last step of MurmurHash3 after a multiplication). */
export function mixWord(value: number, key: number): number {
  let mixed = Math.imul(value ^ key, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
