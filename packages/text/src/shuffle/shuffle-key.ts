/**
 * The order into which a seed brings records of a stream: by a key of 64 bits that is a function of the record's number.
 * Invariant: keys and buckets agree: who is in a lower bucket has a lower key, however many buckets there are. Equal keys go by number.
 */
import { deriveKeys, mixWord } from './mix-words.ts';

const wordSize = 2 ** 32;

export interface ShuffleKeys {
  /** Upper half of a record's key. */
  high(ordinal: number): number;
  low(ordinal: number): number;
  /** Which of `numBuckets` a record goes to. */
  bucket(ordinal: number, numBuckets: number): number;
  /** Negative, zero or positive, for `sort`. */
  compare(a: number, b: number): number;
}

/** The keys of a seed; records are numbered below 2^53. */
export function createShuffleKeys(seed: string): ShuffleKeys {
  const [first = 0, second = 0, third = 0, fourth = 0] = deriveKeys(seed);
  const keyOf = (ordinal: number, inner: number, outer: number) =>
    mixWord(mixWord(ordinal % wordSize, inner) ^ Math.floor(ordinal / wordSize), outer);
  const high = (ordinal: number) => keyOf(ordinal, first, second);
  const low = (ordinal: number) => keyOf(ordinal, third, fourth);
  return {
    high,
    low,
    bucket: (ordinal, numBuckets) => Math.floor((high(ordinal) / wordSize) * numBuckets),
    compare: (a, b) => high(a) - high(b) || low(a) - low(b) || a - b,
  };
}
