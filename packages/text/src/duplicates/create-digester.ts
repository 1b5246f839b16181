/**
 * Digests of documents for finding those that are the same.
 * Invariant: 128 bits; documents of equal bytes, or of equal words, have equal digests, and others but by a chance of 2^-64 for 2^32 documents.
 * Refuses: to withstand someone who seeks collisions; it is no cryptographic hash.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { storeCutter } from '../shingles/store-cutter.ts';

/** What counts as the same: the bytes, or the words without case, width, accents, punctuation and white space. */
export type DigestKind = 'bytes' | 'words';

export const digestBytes = 16;

export interface Digester {
  /** Writes the 16 bytes of a document's digest to `out`. @returns how many bytes or words it has */
  digest(pointer: number, length: number, out: number): number;
}

/** Makes a digester on kernels; its tables stay there. */
export function createDigester(kernels: Kernels, kind: DigestKind): Digester {
  const cutter = kind === 'words' ? storeCutter(kernels) : 0;
  return { digest: (pointer, length, out) => kernels.calls.digestDocument(pointer, length, cutter, out) };
}
