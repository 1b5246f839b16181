/**
 * Counted pieces in three arrays, as they cross between threads at little cost.
 * Invariant: unpacked, they are what was packed, in the same order.
 */
import type { PieceCounts } from './count-pieces.ts';

export interface PackedCounts {
  /** The pieces, one behind the other. */
  bytes: Uint8Array;
  lengths: Uint32Array;
  counts: Float64Array;
}

export function packCounts({ pieces, counts }: PieceCounts): PackedCounts {
  return {
    bytes: Buffer.concat(pieces),
    lengths: Uint32Array.from(pieces, ({ length }) => length),
    counts: Float64Array.from(counts),
  };
}

/** The pieces are views of the packed bytes. */
export function unpackCounts({ bytes, lengths, counts }: PackedCounts): PieceCounts {
  let at = 0;
  const pieces = Array.from(lengths, (length) => {
    at += length;
    return bytes.subarray(at - length, at);
  });
  return { pieces, counts: Array.from(counts) };
}
