/**
 * xxHash64 in plain TypeScript: the twin of `kernels/hash.ts`, written after the specification's text, for tests and for checking.
 */
const mask = (1n << 64n) - 1n;
const primes = [
  0x9e3779b185ebca87n,
  0xc2b2ae3d27d4eb4fn,
  0x165667b19e3779f9n,
  0x85ebca77c2b2ae63n,
  0x27d4eb2f165667c5n,
] as const;
const [prime1, prime2, prime3, prime4, prime5] = primes;

const rotate = (value: bigint, bits: bigint) => ((value << bits) | (value >> (64n - bits))) & mask;
const round = (accumulator: bigint, lane: bigint) =>
  (rotate((accumulator + lane * prime2) & mask, 31n) * prime1) & mask;
const merge = (accumulator: bigint, lane: bigint) =>
  ((accumulator ^ round(0n, lane)) * prime1 + prime4) & mask;

function readStripes(view: DataView, seed: bigint): bigint {
  const lanes = [seed + prime1 + prime2, seed + prime2, seed, seed - prime1].map((lane) => lane & mask);
  for (let at = 0; at + 32 <= view.byteLength; at += 32) {
    for (let lane = 0; lane < 4; lane += 1) {
      lanes[lane] = round(lanes[lane] ?? 0n, view.getBigUint64(at + lane * 8, true));
    }
  }
  const turns = [1n, 7n, 12n, 18n];
  const sum = lanes.reduce((total, lane, place) => total + rotate(lane, turns[place] ?? 0n), 0n) & mask;
  return lanes.reduce(merge, sum);
}

/** xxHash64 of bytes as an unsigned BigInt. */
export function hash64Scalar(bytes: Uint8Array, seed = 0n): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.byteLength;
  let hash = length >= 32 ? readStripes(view, seed) : seed + prime5;
  hash = (hash + BigInt(length)) & mask;
  let at = length - (length % 32);
  for (; at + 8 <= length; at += 8)
    hash = (rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * prime1 + prime4) & mask;
  if (at + 4 <= length) {
    hash =
      (rotate(hash ^ ((BigInt(view.getUint32(at, true)) * prime1) & mask), 23n) * prime2 + prime3) & mask;
    at += 4;
  }
  for (; at < length; at += 1)
    hash = (rotate(hash ^ ((BigInt(bytes[at] ?? 0) * prime5) & mask), 11n) * prime1) & mask;
  hash = ((hash ^ (hash >> 33n)) * prime2) & mask;
  hash = ((hash ^ (hash >> 29n)) * prime3) & mask;
  return hash ^ (hash >> 32n);
}
