/**
 * The shingles of a text: hashes of every run of five characters, which serve all languages alike, Chinese included.
 * Invariant: case, white space, punctuation and markup do not count; the result is sorted, without repetition, equal for equal texts.
 */

const shingleCharacters = 5;

/** The text as shingles see it: lower-case letters and digits, each run of anything else one blank. */
export function canonicalText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

/** Sorted distinct 32-bit hashes of the runs of five characters of `canonicalText(text)`; one hash for a shorter text. */
export function shingle(text: string): Uint32Array {
  const canonical = canonicalText(text);
  const numShingles = Math.max(1, canonical.length - shingleCharacters + 1);
  const hashes = new Uint32Array(numShingles);
  for (let at = 0; at < numShingles; at += 1) hashes[at] = hashRun(canonical, at);
  hashes.sort();
  let numDistinct = 1;
  for (let at = 1; at < numShingles; at += 1) {
    if (hashes[at] !== hashes[at - 1]) hashes[numDistinct++] = hashes[at] ?? 0;
  }
  return hashes.slice(0, numDistinct);
}

/** FNV-1a over the code units, with the finaliser of MurmurHash3 so that all bits depend on all. */
function hashRun(text: string, start: number): number {
  const end = Math.min(text.length, start + shingleCharacters);
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Jaccard similarity of two sorted sets: shared over all. */
export function jaccard(a: Uint32Array, b: Uint32Array): number {
  let numShared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const left = a[i] ?? 0;
    const right = b[j] ?? 0;
    if (left === right) numShared += 1;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  const numAll = a.length + b.length - numShared;
  return numAll === 0 ? 1 : numShared / numAll;
}
