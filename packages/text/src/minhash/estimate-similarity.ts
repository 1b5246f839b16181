/**
 * How alike two documents are: estimated from their signatures, or exactly from their shingles.
 * Invariant: the share of equal slots, less those equal by chance, estimates the Jaccard similarity with a standard error of at most
 * sqrt(0.25 / slots).
 */
import type { MinhashScheme } from './minhash-scheme.ts';

/** Counts equal slots of two signatures that begin at multiples of their slots' width. */
export function estimateSimilarity(a: Uint8Array, b: Uint8Array, scheme: MinhashScheme): number {
  const { slotBytes, numSlots } = scheme;
  const Slots = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: BigUint64Array }[slotBytes];
  const left = new Slots(a.buffer as ArrayBuffer, a.byteOffset, numSlots);
  const right = new Slots(b.buffer as ArrayBuffer, b.byteOffset, numSlots);
  let numEqual = 0;
  for (let slot = 0; slot < numSlots; slot += 1) if (left[slot] === right[slot]) numEqual += 1;
  const chance = 2 ** (-8 * slotBytes);
  return (numEqual / numSlots - chance) / (1 - chance);
}

/** Jaccard similarity of two ascending sets of hashes; 1 of two empty ones. */
export function jaccardOf(a: BigUint64Array, b: BigUint64Array): number {
  let numShared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const left = a[i] ?? 0n;
    const right = b[j] ?? 0n;
    if (left === right) numShared += 1;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  const numAll = a.length + b.length - numShared;
  return numAll === 0 ? 1 : numShared / numAll;
}
