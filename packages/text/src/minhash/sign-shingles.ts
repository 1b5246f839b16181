/**
 * Signatures by one permutation, and the shingles themselves for an exact comparison.
 * Invariant: the block of fields is that of `kernels/signatures.ts`.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { storeFoldTable } from '../shingles/fold-table.ts';
import type { MinhashScheme } from './minhash-scheme.ts';

const fieldBytes = 64;
const unitBytes = 16;
/** Units that are cut at once, beside those that shingles reach back to. */
const unitsAtOnce = 1024;
const numDonors = 32;
const mask64 = (1n << 64n) - 1n;
/** The same as in the kernel. */
const shingleBase = 0xc2b2ae3d27d4eb4fn;

export interface ShingleSigner {
  sign(pointer: number, length: number, out: number): number;
  /** The distinct hashes of a document's shingles, in ascending order. */
  list(pointer: number, length: number): BigUint64Array;
}

export type ShingleScheme = Pick<MinhashScheme, 'shingle' | 'numSlots' | 'slotBytes' | 'seed'>;

/** The seed that a scheme's small one becomes. */
export function widenSeed(seed: number): bigint {
  return (BigInt(seed) * 0x9e3779b97f4a7c15n) & mask64;
}

/** Makes the tables on kernels, where they stay. */
export function createShingleSigner(kernels: Kernels, scheme: ShingleScheme): ShingleSigner {
  const { shingle, numSlots, slotBytes, seed } = scheme;
  const { calls } = kernels;
  const folds = storeFoldTable(kernels, 'shingles');
  const roomBytes = (unitsAtOnce + 2 * shingle.size) * unitBytes;
  const units = kernels.reserve(roomBytes);
  const slots = kernels.reserve(numSlots * 4);
  const donors = kernels.reserve(numSlots * numDonors * 2);
  calls.fillDonors(donors, numSlots - 1, widenSeed(seed));
  const fields = kernels.reserve(fieldBytes);
  const isCharacters = shingle.kind === 'characters' ? 1 : 0;
  const view = new DataView(kernels.bytes().buffer, fields, fieldBytes);
  for (const [place, value] of [folds, isCharacters, shingle.size, Math.log2(numSlots), slotBytes].entries())
    view.setUint32(place * 4, value, true);
  view.setBigUint64(24, widenSeed(seed), true);
  view.setBigUint64(32, (shingleBase ** BigInt(shingle.size)) & mask64, true);
  for (const [place, value] of [units, units + roomBytes, slots, donors].entries())
    view.setUint32(40 + place * 4, value, true);
  return {
    sign: (pointer, length, out) => calls.signShingles(pointer, length, fields, out),
    list(pointer, length) {
      const mark = kernels.mark();
      const out = kernels.reserve((length * 2 + 1) * 8);
      const count = calls.listShingles(pointer, length, fields, out);
      const hashes = new BigUint64Array(kernels.bytes().buffer, out, count).slice().sort();
      kernels.release(mark);
      return hashes.filter((hash, place) => place === 0 || hash !== hashes[place - 1]);
    },
  };
}
