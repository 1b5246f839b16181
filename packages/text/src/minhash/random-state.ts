/**
 * The random numbers of NumPy's `RandomState` (https://github.com/numpy/numpy, `random/mtrand.pyx`): MT19937 (Matsumoto and Nishimura, 1998)
 * seeded by one number, and whole numbers drawn by masking and refusing.
 * Invariant: the same seed gives NumPy's numbers, so that the permutations of datatrove and NeMo Curator can be made here.
 */
const size = 624;
const shift = 397;

export interface RandomState {
  /** A number from `low` to below `high`, as `randint` with dtype uint32. */
  randomUint32(low: number, high: number): number;
  /** The same with dtype uint64, for a range of more than 32 bits. */
  randomUint64(low: bigint, high: bigint): bigint;
}

export function createRandomState(seed: number): RandomState {
  const state = new Uint32Array(size);
  state[0] = seed;
  for (let at = 1; at < size; at += 1) {
    const last = state[at - 1] ?? 0;
    state[at] = Math.imul(1812433253, last ^ (last >>> 30)) + at;
  }
  let place = size;

  const twist = () => {
    for (let at = 0; at < size; at += 1) {
      const mixed = ((state[at] ?? 0) & 0x80000000) | ((state[(at + 1) % size] ?? 0) & 0x7fffffff);
      const turned = (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
      state[at] = (state[(at + shift) % size] ?? 0) ^ turned;
    }
    place = 0;
  };
  const next32 = () => {
    if (place === size) twist();
    let word = state[place++] ?? 0;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  };
  const next64 = () => (BigInt(next32()) << 32n) | BigInt(next32());

  return {
    randomUint32(low, high) {
      const range = high - 1 - low;
      const mask = 2 ** (32 - Math.clz32(range)) - 1;
      for (;;) {
        const drawn = (next32() & mask) >>> 0;
        if (drawn <= range) return low + drawn;
      }
    },
    randomUint64(low, high) {
      const range = high - 1n - low;
      const mask = (1n << BigInt(range.toString(2).length)) - 1n;
      for (;;) {
        const drawn = next64() & mask;
        if (drawn <= range) return low + drawn;
      }
    },
  };
}
