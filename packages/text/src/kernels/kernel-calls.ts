/**
 * The kernels' functions as TypeScript sees them: one interface a family, in the order of `kernels/index.ts`.
 * Invariant: pointers and lengths are byte counts below 2^32; a 64-bit result is a signed BigInt, as WebAssembly gives it.
 */
export interface HashCalls {
  /** xxHash64 of bytes. */
  hash64(pointer: number, length: number, seed: bigint): bigint;
}

export interface KernelCalls extends HashCalls {}
