/**
 * Near duplicates among any number of documents: equal bands make pairs, pairs are verified, those alike are joined into clusters, and
 * each document of a cluster but the smallest is told with that one.
 * Invariant: the result does not depend on memory, order of arrival or threads. A pair joins only if it passes its verification.
 * Refuses: to choose the better document of a cluster; the representative is the first by unit and document.
 * Memory: `memoryBytes` for sorting, and 12 bytes for each document that is in a pair.
 */

import { gatherUnits, type UnitDuplicates } from '../duplicates/unit-duplicates.ts';
import type { RecordSorter } from '../external-sort/open-record-sorter.ts';
import { walkGroups } from '../external-sort/walk-groups.ts';
import { CandidateSet, gatherSignatures } from './candidate-set.ts';
import { estimateSimilarity } from './estimate-similarity.ts';
import { findCandidates } from './find-candidates.ts';
import type { SignedUnits } from './hash-bands.ts';
import { checkScheme, type MinhashScheme, signatureBytesOf } from './minhash-scheme.ts';
import { UnionFind } from './union-find.ts';

export interface DocumentPlace {
  unit: number;
  document: number;
}

export interface ClusterOptions {
  /** Iterated twice: units in any order, with the same contents each time. */
  inputs: SignedUnits;
  scheme: MinhashScheme;
  /** For what does not fit into memory; must hold nothing else. About 16 bytes a band and document. */
  folder: string;
  memoryBytes: number;
  /** Records of `hashBands` among which pairs are looked for; those of all inputs unless given. */
  bands?: AsyncIterable<Uint32Array> | undefined;
  /** Estimated similarity from which on two documents are alike; null joins every pair with an equal band, as datatrove and NeMo Curator do. */
  threshold: number | null;
  /** Exact similarity of two documents, asked where the estimate is at most four standard errors below the threshold, and then decisive. */
  compare?(a: DocumentPlace, b: DocumentPlace): number | Promise<number>;
}

/** Documents that repeat another, unit by unit in ascending order; units without any are left out. */
export async function* clusterDuplicates(options: ClusterOptions): AsyncGenerator<UnitDuplicates> {
  checkScheme(options.scheme);
  const { members, pairs } = await findCandidates(options);
  try {
    const candidates = new CandidateSet();
    await candidates.collect(members);
    const clusters = new UnionFind(candidates.size);
    const verify = await createVerifier(candidates, options);
    try {
      await joinPairs({ pairs, candidates, clusters, verify: verify.isAlike });
    } finally {
      await verify.close();
    }
    yield* gatherUnits(listRepeats(candidates, clusters));
  } finally {
    await members.close();
    await pairs.close();
  }
}

interface Verifier {
  isAlike(a: number, b: number): boolean | Promise<boolean>;
  close(): Promise<void>;
}

async function createVerifier(candidates: CandidateSet, options: ClusterOptions): Promise<Verifier> {
  const { scheme, threshold, compare } = options;
  if (threshold === null) return { isAlike: () => true, close: async () => undefined };
  const signatureBytes = signatureBytesOf(scheme);
  const signatures = await gatherSignatures(candidates, { ...options, signatureBytes });
  const standardError = Math.sqrt((threshold * (1 - threshold)) / scheme.numSlots);
  const least = compare ? threshold - 4 * standardError : threshold;
  const placeOf = (number: number) => ({
    unit: candidates.unitOf(number),
    document: candidates.documentOf(number),
  });
  return {
    async isAlike(a, b) {
      const [left, right] = [await signatures.read(a, 0), await signatures.read(b, 1)];
      const estimate = estimateSimilarity(left, right, scheme);
      if (estimate < least) return false;
      return compare ? (await compare(placeOf(a), placeOf(b))) >= threshold : true;
    },
    close: signatures.close,
  };
}

interface Joined {
  pairs: RecordSorter;
  candidates: CandidateSet;
  clusters: UnionFind;
  verify: Verifier['isAlike'];
}

/** Joins the pairs that are alike; a pair that is joined already is not asked about. */
async function joinPairs({ pairs, candidates, clusters, verify }: Joined): Promise<void> {
  const join = async (a: number, b: number) => {
    if (await verify(a, b)) clusters.union(a, b);
  };
  await walkGroups(pairs.sorted(), { numWords: 4, keyWords: 4 }, ({ first, occurrence }) => {
    if (occurrence > 1) return undefined;
    const [unit = 0, document = 0, otherUnit = 0, otherDocument = 0] = first;
    const a = candidates.placeOf(unit, document);
    const b = candidates.placeOf(otherUnit, otherDocument);
    if (clusters.find(a) === clusters.find(b)) return undefined;
    return join(a, b);
  });
}

/** Each candidate that is not the first of its cluster, with the one that is; in order. */
export function* listRepeats(candidates: CandidateSet, clusters: UnionFind): Generator<Uint32Array> {
  for (let number = 0; number < candidates.size; number += 1) {
    const first = clusters.find(number);
    if (first === number) continue;
    yield Uint32Array.of(
      candidates.unitOf(number),
      candidates.documentOf(number),
      candidates.unitOf(first),
      candidates.documentOf(first),
    );
  }
}
