/**
 * Joins clusters that were found apart, each in a share of the bands, to those of all bands.
 * Invariant: what comes out is what one search through all bands gives: clusters are the connected parts of a graph, whose edges are here
 * all that any share has found.
 * Memory: `memoryBytes` for sorting, and 12 bytes for each document that is in a pair.
 */
import { gatherUnits, repeatWords, type UnitDuplicates } from '../duplicates/unit-duplicates.ts';
import { openRecordSorter } from '../external-sort/open-record-sorter.ts';
import { CandidateSet } from './candidate-set.ts';
import { listRepeats } from './cluster-duplicates.ts';
import { UnionFind } from './union-find.ts';

export interface JoinOptions {
  /** Edges of four words: unit and document of either end. Read twice. */
  edges: () => AsyncIterable<Uint32Array>;
  folder: string;
  memoryBytes: number;
}

/** Documents that repeat another, unit by unit in ascending order; units without any are left out. */
export async function* joinClusters({
  edges,
  folder,
  memoryBytes,
}: JoinOptions): AsyncGenerator<UnitDuplicates> {
  const members = await openRecordSorter({ folder, name: 'joined', numWords: 2, memoryBytes });
  const candidates = new CandidateSet();
  try {
    // An edge is two members, one behind the other.
    for await (const block of edges()) await members.add(block);
    await candidates.collect(members);
  } finally {
    await members.close();
  }
  const clusters = new UnionFind(candidates.size);
  for await (const block of edges())
    for (let at = 0; at < block.length; at += repeatWords)
      clusters.union(
        candidates.placeOf(block[at] ?? 0, block[at + 1] ?? 0),
        candidates.placeOf(block[at + 2] ?? 0, block[at + 3] ?? 0),
      );
  yield* gatherUnits(listRepeats(candidates, clusters));
}
