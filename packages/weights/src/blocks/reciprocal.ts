/**
 * The inverse of a block's scale as ggml takes it: 32-bit, and zero for a zero scale.
 * Invariant: always finite. Where 1/scale overflows 32 bits (a block of values below 1e-37) ggml's result is undefined; here the
 * block encodes as zeros, which is what its scale rounds to in half precision anyway.
 */
export function reciprocal(scale: number): number {
  if (scale === 0) return 0;
  const inverse = Math.fround(1 / scale);
  return Number.isFinite(inverse) ? inverse : 0;
}
