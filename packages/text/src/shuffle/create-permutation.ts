/**
 * A random order of any number of things that is computed place by place and stored nowhere.
 * A Feistel network over a grid of a by b places, a little more than are asked for; a place outside is sent through again until it falls
 * inside (cycle walking: Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002, https://eprint.iacr.org/2001/012).
 * Invariant: `at` is a permutation for every count and seed, and `placeOf` its inverse; no memory. Sixteen rounds, as with eight
 * the orders of five or six things are not equally frequent.
 * Refuses: counts beyond 2^52, whose arithmetic would not be exact.
 */
import { invariant } from '@slipway/contracts';
import { deriveKeys, mixWord } from './mix-words.ts';

const wordSize = 2 ** 32;

export interface Permutation {
  readonly count: number;
  /** What stands at a place, both from 0. */
  at(place: number): number;
  /** Where something stands. */
  placeOf(value: number): number;
}

/** The permutation of `count` things that a seed names. */
export function createPermutation(count: number, seed: string): Permutation {
  invariant(Number.isSafeInteger(count) && count >= 0 && count <= 2 ** 52, 'a count of at most 2^52');
  const keys = deriveKeys(seed);
  const numRows = Math.max(1, Math.ceil(Math.sqrt(count)));
  const numColumns = Math.max(1, Math.ceil(count / numRows));

  function encrypt(value: number): number {
    let column = value % numColumns;
    let row = (value - column) / numColumns;
    for (let round = 0; round < keys.length; round += 2) {
      row = turn(row, mixWord(column, keys[round] as number), numRows);
      column = turn(column, mixWord(row, keys[round + 1] as number), numColumns);
    }
    return row * numColumns + column;
  }

  function decrypt(value: number): number {
    let column = value % numColumns;
    let row = (value - column) / numColumns;
    for (let round = keys.length - 2; round >= 0; round -= 2) {
      column = turnBack(column, mixWord(row, keys[round + 1] as number), numColumns);
      row = turnBack(row, mixWord(column, keys[round] as number), numRows);
    }
    return row * numColumns + column;
  }

  function walk(start: number, step: (value: number) => number): number {
    invariant(start >= 0 && start < count, `a place below ${count}`);
    let value = step(start);
    while (value >= count) value = step(value);
    return value;
  }

  return { count, at: (place) => walk(place, encrypt), placeOf: (value) => walk(value, decrypt) };
}

/** Turns a place of a circle by the share of it that a word is of 2^32; a division would take ten times as long. */
function turn(place: number, word: number, size: number): number {
  const turned = place + Math.floor((word * size) / wordSize);
  return turned < size ? turned : turned - size;
}

function turnBack(place: number, word: number, size: number): number {
  const turned = place - Math.floor((word * size) / wordSize);
  return turned < 0 ? turned + size : turned;
}
