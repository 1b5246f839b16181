/**
 * The kernels' functions as TypeScript sees them: one interface a family, in the order of `kernels/index.ts`.
 * Invariant: pointers and lengths are byte counts below 2^32; a 64-bit result is a signed BigInt, as WebAssembly gives it.
 */
export interface HashCalls {
  /** xxHash64 of bytes. */
  hash64(pointer: number, length: number, seed: bigint): bigint;
}

export interface JsonLineCalls {
  /** Pointer of the next line feed at or after `pointer`, or `end`. */
  findLineEnd(pointer: number, end: number): number;
  /**
   * Finds top-level members of the JSON object on a line.
   * @param wanted pairs of u32, pointer and length of each name
   * @param found three u32 a name: kind, pointers to the value's first byte and after its last
   * @returns 0, or -1 no JSON, -2 no object, -3 too deep
   */
  scanObject(
    line: number,
    end: number,
    wanted: number,
    numWanted: number,
    found: number,
    scratch: number,
  ): number;
  /** A found string's value as UTF-8. @returns its length in bytes */
  unescapeString(pointer: number, end: number, out: number): number;
}

export interface KernelCalls extends HashCalls, JsonLineCalls {}
