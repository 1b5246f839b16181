/**
 * Signs documents in kernel memory for finding near duplicates.
 * Invariant: a signature depends on the bytes and the scheme alone; the share of equal slots of two estimates the Jaccard similarity of
 * their shingles. A document without shingles has a signature of all ones.
 * Refuses: to judge UTF-8; broken bytes are U+FFFD.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { checkScheme, type MinhashScheme, signatureBytesOf } from './minhash-scheme.ts';
import { createFinewebSigner, createNemoSigner } from './sign-classic.ts';
import { createShingleSigner } from './sign-shingles.ts';

export interface Signer {
  readonly scheme: MinhashScheme;
  readonly signatureBytes: number;
  /**
   * Writes the signature of `length` bytes at `pointer` to `out`, which has room for `signatureBytes`.
   * @returns how many shingles the document has
   */
  sign(pointer: number, length: number, out: number): number;
}

/**
 * Makes a signer on kernels; its tables stay there. One-permutation signatures take 5 to 8 ns a byte.
 * @throws SlipwayError `argument-invalid` for a scheme whose numbers do not fit together
 */
export function createSigner(kernels: Kernels, scheme: MinhashScheme): Signer {
  checkScheme(scheme);
  const sign = signOf(kernels, scheme);
  return { scheme, signatureBytes: signatureBytesOf(scheme), sign };
}

function signOf(kernels: Kernels, scheme: MinhashScheme): Signer['sign'] {
  if (scheme.mode === 'fineweb') return createFinewebSigner(kernels, scheme);
  if (scheme.mode === 'nemo') return createNemoSigner(kernels, scheme);
  return createShingleSigner(kernels, scheme).sign;
}
