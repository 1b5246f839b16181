/**
 * Letters of each script, buckets of n-grams, and sums of rows in plain TypeScript: the twin of `kernels/language.ts`, for tests and
 * for training.
 */
import { letterTable } from '../../language-identification/letter-table.ts';

const edge = 0x20;
const maxLetters = 32;
const facts = letterTable();

function factsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x10000) return facts[code] ?? 0;
  return code >= 0x20000 && code < 0x32000 ? (facts[0x4e00] ?? 0) | 0xffff : 0;
}

/** Letters of each script, then of simplified and of traditional Chinese. */
export function countScriptsScalar(text: string): Uint32Array {
  const counts = new Uint32Array(34);
  for (const character of text) {
    const found = factsOf(character);
    const slots = [(found >> 16) & 31, ...(found >> 24 ? [31 + (found >> 24)] : [])];
    for (const slot of slots) counts[slot] = (counts[slot] ?? 0) + 1;
  }
  return counts;
}

function bucketOf(mixed: number, mask: number): number {
  const spread = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (spread ^ (spread >>> 13)) & mask;
}

const multipliers = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];

function wordBuckets(word: readonly number[], mask: number): number[] {
  const framed = [edge, ...word, edge];
  const buckets = framed.slice(1).flatMap((_, place) => {
    let mixed = 0;
    return multipliers.slice(0, place + 2).map((multiplier, distance) => {
      mixed = Math.imul(mixed ^ (framed[place + 1 - distance] ?? 0), multiplier);
      return bucketOf(mixed + distance + 1, mask);
    });
  });
  const hash = word.reduce((mixed, letter) => Math.imul(mixed ^ letter, 0x01000193) + 0x811c9dc5, 0);
  return [...buckets, bucketOf(hash + 5, mask)];
}

/** The buckets of all words in the script of this number. */
export function hashWordsScalar(text: string, { script, mask }: { script: number; mask: number }): number[] {
  const buckets: number[] = [];
  let word: number[] = [];
  const finish = () => {
    if (word.length > maxLetters) buckets.push(...wordBuckets(word.slice(0, maxLetters), mask).slice(0, -5));
    else if (word.length > 0) buckets.push(...wordBuckets(word, mask));
    word = [];
  };
  for (const character of text) {
    const found = factsOf(character);
    if (((found >> 16) & 0xff) === script) word.push(found & 0xffff);
    else finish();
  }
  finish();
  return buckets;
}

/** The sum of rows of 16 signed bytes. */
export function sumRowsScalar(buckets: readonly number[], rows: Int8Array): Int32Array {
  const sums = new Int32Array(16);
  for (const bucket of buckets) {
    for (let place = 0; place < 16; place += 1)
      sums[place] = (sums[place] ?? 0) + (rows[bucket * 16 + place] ?? 0);
  }
  return sums;
}
