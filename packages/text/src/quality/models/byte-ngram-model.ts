/**
 * A small n-gram model of bytes with Witten-Bell smoothing (Witten and Bell, 1991), trained on the user's own text, for perplexity.
 * Invariant: deterministic; counts depend on the documents, not on their order. Contexts are hashed into tables of fixed size, so
 * memory is bounded; different contexts that meet in a slot share their counts.
 * Refuses: to cross the border of two documents.
 */
import { drop, keep, type QualityVerdict } from '../rule.ts';

export interface ByteNgramOptions {
  /** Bytes of a context and the next one together. */
  order?: number;
  /** Slots of each table as a power of two. */
  tableBits?: number;
}

export interface ByteNgramModel {
  /** Perplexity a byte: 256 for bytes about which nothing is known; 1 at best. An empty text has 1. */
  perplexity(bytes: Uint8Array): number;
}

interface Tables {
  order: number;
  mask: number;
  /** How often a context and a byte stand together. */
  pairs: Uint32Array;
  /** How often a context stands. */
  totals: Uint32Array;
  /** How many different bytes follow a context. */
  kinds: Uint32Array;
}

const prime = 0x01000193;

function hashContext(bytes: Uint8Array, { at, length }: { at: number; length: number }): number {
  let hash = Math.imul(length + 1, 0x9e3779b1);
  for (let back = 1; back <= length; back += 1) hash = Math.imul(hash ^ (bytes[at - back] ?? 0), prime);
  return hash ^ (hash >>> 15);
}

const pairOf = (context: number, byte: number) => Math.imul(context ^ (byte + 257), 0x85ebca6b) >>> 3;

function learn(tables: Tables, bytes: Uint8Array): void {
  const { order, mask, pairs, totals, kinds } = tables;
  for (let at = 0; at < bytes.length; at += 1) {
    for (let length = 0; length < order && length <= at; length += 1) {
      const context = hashContext(bytes, { at, length });
      const pair = pairOf(context, bytes[at] ?? 0) & mask;
      const slot = context & mask;
      if (pairs[pair] === 0) kinds[slot] = (kinds[slot] ?? 0) + 1;
      pairs[pair] = (pairs[pair] ?? 0) + 1;
      totals[slot] = (totals[slot] ?? 0) + 1;
    }
  }
}

function probability(tables: Tables, bytes: Uint8Array, at: number): number {
  const { order, mask, pairs, totals, kinds } = tables;
  let result = 1 / 256;
  for (let length = 0; length < order && length <= at; length += 1) {
    const context = hashContext(bytes, { at, length });
    const total = totals[context & mask] ?? 0;
    if (total === 0) return result;
    const kind = kinds[context & mask] ?? 0;
    const count = Math.min(pairs[pairOf(context, bytes[at] ?? 0) & mask] ?? 0, total);
    result = (count + Math.max(kind, 1) * result) / (total + Math.max(kind, 1));
  }
  return result;
}

/** Trains a model on documents of the kind that is wanted. */
export function trainByteNgramModel(
  documents: Iterable<Uint8Array>,
  { order = 5, tableBits = 20 }: ByteNgramOptions = {},
): ByteNgramModel {
  const size = 2 ** tableBits;
  const make = () => new Uint32Array(size);
  const tables: Tables = { order, mask: size - 1, pairs: make(), totals: make(), kinds: make() };
  for (const document of documents) learn(tables, document);
  return {
    perplexity(bytes) {
      let sum = 0;
      for (let at = 0; at < bytes.length; at += 1) sum -= Math.log(probability(tables, bytes, at));
      return bytes.length === 0 ? 1 : Math.exp(sum / bytes.length);
    },
  };
}

/** Drops a text whose perplexity is outside the bounds: too high is unlike the training text, too low repeats itself. */
export function judgePerplexity(
  perplexity: number,
  { min = 0, max }: { min?: number; max: number },
): QualityVerdict {
  if (perplexity > max) return drop('perplexity_high');
  return perplexity < min ? drop('perplexity_low') : keep;
}
