/**
 * A set of numbers below a bound that finds its least member from a number on: bits in words, and for each level of words one bit above.
 * Invariant: each operation takes a step a level, of which there are four up to a million.
 */
export interface NumberSet {
  add(value: number): void;
  remove(value: number): void;
  /** The least member that is not below `value`, or -1. */
  leastFrom(value: number): number;
}

/** An empty set of numbers from 0 to below `bound`. */
export function createNumberSet(bound: number): NumberSet {
  const levels: Uint32Array[] = [];
  for (let size = bound; levels.length === 0 || size > 1; size = Math.ceil(size / 32))
    levels.push(new Uint32Array(Math.ceil(size / 32)));
  return {
    add(value) {
      let at = value;
      for (const words of levels) {
        words[at >>> 5] = (words[at >>> 5] as number) | (1 << (at & 31));
        at >>>= 5;
      }
    },
    remove(value) {
      let at = value;
      for (const words of levels) {
        words[at >>> 5] = (words[at >>> 5] as number) & ~(1 << (at & 31));
        if (words[at >>> 5] !== 0) return;
        at >>>= 5;
      }
    },
    leastFrom(value) {
      let at = value;
      for (const [level, words] of levels.entries()) {
        const word = at >>> 5;
        if (word >= words.length) return -1;
        const bits = (words[word] as number) & (-1 << (at & 31));
        if (bits !== 0) return descend(levels, level, word * 32 + lowestBit(bits));
        at = word + 1;
      }
      return -1;
    },
  };
}

function descend(levels: readonly Uint32Array[], level: number, found: number): number {
  let value = found;
  for (let below = level - 1; below >= 0; below -= 1)
    value = value * 32 + lowestBit(levels[below]?.[value] as number);
  return value;
}

const lowestBit = (bits: number) => 31 - Math.clz32(bits & -bits);
