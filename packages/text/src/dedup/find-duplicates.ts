/**
 * Exact and near duplicates among documents.
 * Invariant: the result depends on the set of documents alone, not on the order given: documents are taken in the order of `path`, the first
 * of a cluster represents it. Candidates come from MinHash-LSH (128 places, 32 bands of 4, which misses a pair of similarity 0.8 once in
 * ten million), and each is verified by the true Jaccard similarity of its shingles, so nothing is dropped on an estimate.
 * Refuses texts below 64 shingles as near duplicates: they are only compared for equality.
 */
import { compareCodeUnits } from '../hash/compare-code-units.ts';
import { digestBytes } from '../hash/digest-bytes.ts';
import { canonicalText, jaccard, shingle } from './shingle.ts';
import { estimateSimilarity, signatureSize, signShingles } from './sign-shingles.ts';
import { UnionFind } from './union-find.ts';

export interface Duplicate {
  path: string;
  document: string;
  kind: 'exact' | 'near';
  /** Path and digest of the document that is kept in its place. */
  ofPath: string;
  ofDocument: string;
  /** Jaccard similarity with the one kept; a near duplicate found through a third may be less similar to it than the threshold. */
  similarity: number;
}

export interface DuplicateOptions {
  /** Jaccard similarity of 5-character shingles from which two documents count as the same. */
  threshold?: number;
}

interface Comparable {
  path: string;
  document: string;
  text: string;
}

export const defaultThreshold = 0.8;
const numBands = 32;
const bandRows = signatureSize / numBands;
const minShingles = 64;
/** An estimate this far below the threshold (some six standard errors) needs no verification. */
const estimateSlack = 0.25;

/** The documents to drop, in the order of their paths. Documents not named are kept. */
export function findDuplicates(
  documents: readonly Comparable[],
  options: DuplicateOptions = {},
): Duplicate[] {
  const sorted = [...documents].sort(
    (a, b) => compareCodeUnits(a.path, b.path) || compareCodeUnits(a.document, b.document),
  );
  const exact = new Map<string, number>();
  const firstOf = sorted.map(({ text }, index) => {
    const key = digestBytes(canonicalText(text));
    const first = exact.get(key) ?? index;
    exact.set(key, first);
    return first;
  });
  const distinct = [...exact.values()];
  const texts = distinct.map((index) => sorted[index]?.text ?? '');
  const roots = clusterNear(texts, options.threshold ?? defaultThreshold);
  const clusterOf = new Map(distinct.map((index, at) => [index, distinct[roots[at] ?? at] ?? index]));
  const duplicates: Duplicate[] = [];
  for (const [index, { path, document, text }] of sorted.entries()) {
    const first = firstOf[index] ?? index;
    const kept = sorted[clusterOf.get(first) ?? first];
    if (kept === undefined || sorted[index] === kept) continue;
    const isExact = kept === sorted[first];
    const similarity = isExact ? 1 : jaccard(shingle(text), shingle(kept.text));
    const kind = isExact ? 'exact' : 'near';
    duplicates.push({ path, document, kind, ofPath: kept.path, ofDocument: kept.document, similarity });
  }
  return duplicates;
}

/** For each text the index of the first text of its cluster. */
function clusterNear(texts: readonly string[], threshold: number): number[] {
  const sets = new UnionFind(texts.length);
  const signatures = texts.map((text) => {
    const shingles = shingle(text);
    return shingles.length < minShingles ? undefined : signShingles(shingles);
  });
  const shinglesOf = rememberShingles(texts);
  for (let band = 0; band < numBands; band += 1) {
    for (const bucket of bucketsOf(signatures, band)) {
      joinBucket(bucket, sets, (a, b) => {
        const left = signatures[a];
        const right = signatures[b];
        if (left === undefined || right === undefined) return false;
        if (estimateSimilarity(left, right) < threshold - estimateSlack) return false;
        return jaccard(shinglesOf(a), shinglesOf(b)) >= threshold;
      });
    }
  }
  return texts.map((_, index) => sets.find(index));
}

function bucketsOf(signatures: readonly (Uint32Array | undefined)[], band: number): number[][] {
  const buckets = new Map<string, number[]>();
  for (const [index, signature] of signatures.entries()) {
    if (signature === undefined) continue;
    const key = signature.subarray(band * bandRows, (band + 1) * bandRows).join(' ');
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [index]);
    else bucket.push(index);
  }
  return [...buckets.values()].filter(({ length }) => length > 1);
}

/** Each member is compared with every other that is not yet in its set, so that clusters do not depend on the order of bands. */
function joinBucket(
  bucket: readonly number[],
  sets: UnionFind,
  isSame: (a: number, b: number) => boolean,
): void {
  for (const [at, a] of bucket.entries()) {
    for (const b of bucket.slice(at + 1)) {
      if (sets.find(a) !== sets.find(b) && isSame(a, b)) sets.union(a, b);
    }
  }
}

/** Shingles of the texts compared last; recomputed rather than all held. */
function rememberShingles(texts: readonly string[]): (index: number) => Uint32Array {
  const maxHeld = 64;
  const held = new Map<number, Uint32Array>();
  return (index) => {
    const known = held.get(index);
    if (known !== undefined) return known;
    const shingles = shingle(texts[index] ?? '');
    if (held.size >= maxHeld) held.delete(held.keys().next().value ?? -1);
    held.set(index, shingles);
    return shingles;
  };
}
