/**
 * The signatures of datatrove's and NeMo Curator's MinHash, slot for slot.
 * Invariant: parameters, hashes and normalisation are the originals'; what is known to differ is told in `benchmarks/dedup-parity`.
 */
import { invariant } from '@slipway/contracts';
import type { Kernels } from '../kernels/load-kernels.ts';
import { storeFoldTable } from '../shingles/fold-table.ts';
import { storeWordTables } from '../statistics/word-tables.ts';
import type { MinhashScheme } from './minhash-scheme.ts';
import { createRandomState } from './random-state.ts';
import type { ShingleSigner } from './sign-shingles.ts';

const tokenBytes = 24;
const mersenne61 = (1n << 61n) - 1n;
const mersenne31 = 2 ** 31 - 1;

/** `MinhashDedupSignature` of datatrove 0.10.1, English. */
export function createFinewebSigner(
  kernels: Kernels,
  { shingle, numSlots, seed }: MinhashScheme,
): ShingleSigner['sign'] {
  const { calls } = kernels;
  const table = storeFoldTable(kernels, 'simplify');
  const { context } = storeWordTables(kernels, { stopWords: [] });
  const random = createRandomState(seed);
  const factors = Array.from({ length: numSlots }, () => random.randomUint64(1n, mersenne61));
  const summands = Array.from({ length: numSlots }, () => random.randomUint64(0n, mersenne61));
  const parameters = kernels.reserve(numSlots * 16);
  new BigUint64Array(kernels.bytes().buffer, parameters, numSlots * 2).set([...factors, ...summands]);

  function segment(text: number, length: number): { tokens: number; count: number } {
    const mark = kernels.mark();
    for (let capacity = (Math.ceil(length / 3) + 64) * tokenBytes; ; capacity *= 2) {
      const tokens = kernels.reserve(capacity);
      const count = calls.segmentWords(text, length, context, tokens, capacity);
      if (count >= 0) return { tokens, count };
      invariant(capacity < (length + 64) * 64, 'tokens are fewer than bytes');
      kernels.release(mark);
    }
  }

  return (pointer, length, out) => {
    const mark = kernels.mark();
    const text = kernels.reserve(length * 3 + 16);
    const numBytes = calls.simplifyText(pointer, length, table, text);
    const { tokens, count } = segment(text, numBytes);
    const room = kernels.reserve(numBytes + count);
    const numShingles = calls.signTokens(tokens, count, shingle.size, parameters, numSlots, room, out);
    kernels.release(mark);
    return numShingles;
  };
}

/** `GPUMinHash.minhash32` of NeMo Curator 1.4.0, which is `nvtext::minhash` of cuDF 24.12 and later. */
export function createNemoSigner(
  kernels: Kernels,
  { shingle, numSlots, seed }: MinhashScheme,
): ShingleSigner['sign'] {
  const { calls } = kernels;
  const random = createRandomState(seed);
  const pairs = Array.from({ length: numSlots }, () => [
    random.randomUint32(1, mersenne31),
    random.randomUint32(0, mersenne31),
  ]);
  const factors = pairs.map(([factor = 0]) => factor);
  const parameters = kernels.reserve(numSlots * 8);
  const words = new Uint32Array(kernels.bytes().buffer, parameters, numSlots * 2);
  words.set([...factors, ...pairs.map(([, summand = 0]) => summand)]);
  const hashSeed = factors[0] ?? 0;
  return (pointer, length, out) =>
    calls.signWindows(pointer, length, shingle.size, hashSeed, parameters, numSlots, out);
}
