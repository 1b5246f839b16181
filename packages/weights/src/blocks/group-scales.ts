/**
 * The eight 6-bit scales and eight 6-bit minimums that Q4_K and Q5_K pack into 12 bytes.
 * Invariant: `get_scale_min_k4` in ggml-quants.c.
 */

/** The scale of one of eight groups; `at` is where the 12 bytes begin. */
export function readGroupScale(bytes: Uint8Array, at: number, group: number): number {
  if (group < 4) return (bytes[at + group] as number) & 63;
  return ((bytes[at + group + 4] as number) & 15) | (((bytes[at + group - 4] as number) >>> 6) << 4);
}

/** The minimum of one of eight groups. */
export function readGroupMinimum(bytes: Uint8Array, at: number, group: number): number {
  if (group < 4) return (bytes[at + group + 4] as number) & 63;
  return ((bytes[at + group + 4] as number) >>> 4) | (((bytes[at + group] as number) >>> 6) << 4);
}
