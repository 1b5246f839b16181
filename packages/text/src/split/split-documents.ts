/**
 * Which documents are held out from training, by a hash of their digests.
 * Invariant: depends on the set of digests, the seed and the share alone. A document's place in the order never changes, so adding
 * documents moves none that is already there, as long as there are enough for the share. Near duplicates must be gone before.
 * Where there are at least two documents, both sides get one.
 */
import { compareCodeUnits } from '../hash/compare-code-units.ts';
import { hashFraction } from '../hash/hash-fraction.ts';

export interface SplitOptions {
  seed: number;
  /** Wanted share of held-out documents, 0 to 1. */
  heldOutShare: number;
}

/** The digests of the documents that are held out. */
export function chooseHeldOut(
  documents: Iterable<string>,
  { seed, heldOutShare }: SplitOptions,
): Set<string> {
  const ranked = [...new Set(documents)]
    .map((document) => ({ document, rank: hashFraction('held-out', String(seed), document) }))
    .sort((a, b) => a.rank - b.rank || compareCodeUnits(a.document, b.document));
  const numBelow = ranked.filter(({ rank }) => rank < heldOutShare).length;
  const wantsBoth = ranked.length >= 2 && heldOutShare > 0 && heldOutShare < 1;
  const numHeldOut = wantsBoth ? Math.min(ranked.length - 1, Math.max(1, numBelow)) : numBelow;
  return new Set(ranked.slice(0, numHeldOut).map(({ document }) => document));
}
