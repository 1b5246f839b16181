/**
 * Shingles and one-permutation signatures in plain TypeScript: the twin of `kernels/signatures.ts`, for tests and for checking.
 */
import { avalancheScalar, cutUnitsScalar, hashUnit } from './units.ts';

const mask64 = (1n << 64n) - 1n;
const shingleBase = 0xc2b2ae3d27d4eb4fn;
const slotStep = 0x9e3779b97f4a7c15n;
const slotBase = 0x9e3779b185ebca87n;
const numDonors = 32;
const empty = 0xffffffff;

interface Scheme {
  shingle: { kind: 'words' | 'characters'; size: number };
  numSlots: number;
  slotBytes: number;
  seed: number;
}

const widen = (seed: number) => (BigInt(seed) * 0x9e3779b97f4a7c15n) & mask64;

/** The hashes of a text's shingles in their order. */
export function listShinglesScalar(
  text: string,
  { shingle, seed }: Pick<Scheme, 'shingle' | 'seed'>,
): bigint[] {
  const hashes = cutUnitsScalar(text, shingle.kind).map(hashUnit);
  const join = (run: bigint[]) =>
    avalancheScalar(run.reduce((sum, hash) => (sum * shingleBase + hash) & mask64, 0n) ^ widen(seed));
  if (hashes.length === 0) return [];
  if (hashes.length < shingle.size) return [join(hashes)];
  return hashes.slice(shingle.size - 1).map((_, at) => join(hashes.slice(at, at + shingle.size)));
}

function findDonor(place: number, filled: readonly number[], seed: number): number {
  let donor = place;
  for (let attempt = 0; attempt < numDonors; attempt += 1) {
    const mixed = avalancheScalar((widen(seed) + BigInt(place * numDonors + attempt + 1)) & mask64);
    donor = Number(mixed & BigInt(filled.length - 1));
    if (filled[donor] !== empty) return donor;
  }
  while (filled[donor] === empty) donor = (donor + 1) % filled.length;
  return donor;
}

/** The slots of a text's signature. */
export function signScalar(text: string, scheme: Scheme): number[] {
  const { numSlots, slotBytes, seed } = scheme;
  const filled = new Array<number>(numSlots).fill(empty);
  const shift = 64n - BigInt(Math.log2(numSlots));
  for (const hash of listShinglesScalar(text, scheme)) {
    const slot = Number(hash >> shift);
    filled[slot] = Math.min(filled[slot] ?? empty, Number(hash & 0xffffffffn));
  }
  if (filled.every((value) => value === empty)) return filled.map(() => 2 ** (8 * slotBytes) - 1);
  return filled.map((value, place) => {
    const donor = value === empty ? findDonor(place, filled, seed) : place;
    const joined = (BigInt(donor) << 32n) | BigInt(filled[donor] ?? empty);
    const mixed = (joined * slotBase + BigInt(place) * slotStep) & mask64;
    return Number((((mixed ^ (mixed >> 32n)) * shingleBase) & mask64) >> BigInt(64 - 8 * slotBytes));
  });
}
