/**
 * Byte-pair encoding as its definition says it: the twin of `kernels/byte-pairs.ts`, `long-pieces.ts` and `encode.ts`, for tests.
 * Invariant: of all pairs the one of lowest rank, leftmost first, is merged until none is left; bytes without a token are left out.
 */

/** The merges by `left,right`; the ids of single bytes. */
export interface ScalarPairs {
  byteIds: ReadonlyMap<number, number>;
  merges: ReadonlyMap<string, { rank: number; merged: number }>;
}

function findLowest(ids: readonly number[], merges: ScalarPairs['merges']) {
  let best: { at: number; rank: number; merged: number } | undefined;
  for (let at = 0; at + 1 < ids.length; at++) {
    const merge = merges.get(`${ids[at]},${ids[at + 1]}`);
    if (merge && merge.rank < (best?.rank ?? Number.POSITIVE_INFINITY)) best = { at, ...merge };
  }
  return best;
}

/** The ids of one piece. */
export function encodePieceScalar(piece: Uint8Array, { byteIds, merges }: ScalarPairs): number[] {
  const ids = [...piece].flatMap((byte) => byteIds.get(byte) ?? []);
  for (let best = findLowest(ids, merges); best; best = findLowest(ids, merges))
    ids.splice(best.at, 2, best.merged);
  return ids;
}
