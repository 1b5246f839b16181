// Random numbers from a seed that is a string: sfc32, started from a hash of the seed (both public domain).
// Invariant: the same seed gives the same numbers on every machine; a part of the corpus has a seed of its own.
// Refuses: `Math.random`.

import { createHash } from 'node:crypto';

/** Draws from a seed: uniform, whole numbers, log-normal and geometric lengths, choices. */
export function createRandom(seed) {
  const digest = createHash('sha256').update(seed).digest();
  let [a, b, c, counter] = [0, 4, 8, 12].map((place) => digest.readInt32LE(place));
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4294967296;
  };
  const integer = (from, to) => from + Math.floor(next() * (to - from + 1));
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    /** A whole number from `from` to `to`, both included. */
    integer,
    chance: (probability) => next() < probability,
    pick: (list) => list[integer(0, list.length - 1)],
    /** A number whose logarithm is normal, with this median and deviation of the logarithm. */
    logNormal: (median, deviation) => median * Math.exp(deviation * normal()),
    /** A whole number of at least 1 with this mean. */
    geometric: (mean) => 1 + Math.floor(Math.log(1 - next()) / Math.log(1 - 1 / mean)),
    shuffle: (list) => {
      for (let place = list.length - 1; place > 0; place -= 1) {
        const other = integer(0, place);
        [list[place], list[other]] = [list[other], list[place]];
      }
      return list;
    },
    digits: (length) => Array.from({ length }, () => integer(0, 9)).join(''),
  };
}
