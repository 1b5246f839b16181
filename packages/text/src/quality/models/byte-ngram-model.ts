/**
 * A small n-gram model of bytes with Witten-Bell smoothing (Witten and Bell, 1991), trained on the user's own text, for perplexity.
 * Invariant: deterministic; counts depend on the documents, not on their order. Contexts are hashed into tables of fixed size, so
 * memory is bounded; different contexts that meet in a slot share their counts.
 * Refuses: to cross the border of two documents.
 */
import { SlipwayError } from '@slipway/contracts';
import { drop, keep, type QualityVerdict } from '../rule.ts';
import { decodeModel, encodeModel } from './model-file.ts';

export interface ByteNgramOptions {
  /** Bytes of a context and the next one together. */
  order?: number;
  /** Slots of each table as a power of two. */
  tableBits?: number;
}

export interface ByteNgramModel {
  /** As trained, for a file. */
  readonly tables: ByteNgramTables;
  /** Perplexity a byte: 256 for bytes about which nothing is known; 1 at best. An empty text has 1. */
  perplexity(bytes: Uint8Array): number;
}

export interface ByteNgramTables {
  order: number;
  tableBits: number;
  /** Two numbers a context: how often it stands, and how many different bytes follow it. */
  contexts: Uint32Array;
  /** How often a context and a byte stand together. */
  pairs: Uint32Array;
}

interface Header {
  format: 'slipway-byte-ngram/1';
  order: number;
  tableBits: number;
}

const format = 'slipway-byte-ngram/1';
const prime = 0x01000193;
const longest = 8;
const fullCount = 2 ** 32 - 1;
const bounds = { order: [1, longest], tableBits: [8, 26] } as const;
/** So few that a product of probabilities stays above the least number. */
const factorsPerLogarithm = 4;

/** The slot of a context from its running hash. */
function mix(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}

const startOf = (length: number) => Math.imul(length + 1, 0x9e3779b1);
const pairOf = (context: number, byte: number) => Math.imul(context ^ (byte + 257), 0xc2b2ae35) >>> 3;

function learn({ order, tableBits, contexts, pairs }: ByteNgramTables, bytes: Uint8Array): void {
  const mask = 2 ** tableBits - 1;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    let hash = 0x811c9dc5 | 0;
    for (let length = 0; length < order && length <= at; length += 1) {
      if (length > 0) hash = Math.imul(hash ^ (bytes[at - length] as number), prime);
      const context = mix(hash ^ startOf(length));
      const slot = (context & mask) * 2;
      // After 4 GiB of text the shortest context is full: its shares stay as they are.
      if (contexts[slot] === fullCount) continue;
      const pair = pairOf(context, byte) & mask;
      const isNew = pairs[pair] === 0;
      pairs[pair] = (pairs[pair] as number) + 1;
      contexts[slot] = (contexts[slot] as number) + 1;
      if (isNew) contexts[slot + 1] = (contexts[slot + 1] as number) + 1;
    }
  }
}

function probability(
  { order, tableBits, contexts, pairs }: ByteNgramTables,
  bytes: Uint8Array,
  at: number,
): number {
  const mask = 2 ** tableBits - 1;
  const byte = bytes[at] as number;
  let hash = 0x811c9dc5 | 0;
  let result = 1 / 256;
  for (let length = 0; length < order && length <= at; length += 1) {
    if (length > 0) hash = Math.imul(hash ^ (bytes[at - length] as number), prime);
    const context = mix(hash ^ startOf(length));
    const slot = (context & mask) * 2;
    const total = contexts[slot] as number;
    if (total === 0) return result;
    const kinds = Math.max(contexts[slot + 1] as number, 1);
    const count = Math.min(pairs[pairOf(context, byte) & mask] as number, total);
    result = (count + kinds * result) / (total + kinds);
  }
  return result;
}

function measure(tables: ByteNgramTables, bytes: Uint8Array): number {
  if (bytes.length === 0) return 1;
  let sum = 0;
  for (let at = 0; at < bytes.length; ) {
    let product = 1;
    const stop = Math.min(bytes.length, at + factorsPerLogarithm);
    for (; at < stop; at += 1) product *= probability(tables, bytes, at);
    sum -= Math.log(product);
  }
  return Math.exp(sum / bytes.length);
}

const bind = (tables: ByteNgramTables): ByteNgramModel => ({
  tables,
  perplexity: (bytes) => measure(tables, bytes),
});

/**
 * Trains a model on documents of the kind that is wanted.
 * @throws SlipwayError `argument-invalid` for an order or a size out of range
 */
export function trainByteNgramModel(
  documents: Iterable<Uint8Array>,
  options: ByteNgramOptions = {},
): ByteNgramModel {
  const trainer = createByteNgramTrainer(options);
  for (const document of documents) trainer.learn(document);
  return trainer.finish();
}

/** The same a document at a time, for what does not fit into memory. */
export function createByteNgramTrainer({ order = 5, tableBits = 20 }: ByteNgramOptions = {}): {
  learn(document: Uint8Array): void;
  finish(): ByteNgramModel;
} {
  checkBounds('order', order);
  checkBounds('tableBits', tableBits);
  const size = 2 ** tableBits;
  const tables = { order, tableBits, contexts: new Uint32Array(size * 2), pairs: new Uint32Array(size) };
  return { learn: (document) => learn(tables, document), finish: () => bind(tables) };
}

function checkBounds(name: keyof typeof bounds, value: number): void {
  const [least, most] = bounds[name];
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new SlipwayError({
    code: 'argument-invalid',
    message: `The ${name} of an n-gram model is ${value}.`,
    hint: `Take a whole number from ${least} to ${most}.`,
  });
}

/** A model as bytes for a file. */
export function encodeByteNgramModel({ tables }: ByteNgramModel): Uint8Array {
  const { order, tableBits, contexts, pairs } = tables;
  return encodeModel({ format, order, tableBits } satisfies Header, [contexts, pairs]);
}

/** @throws SlipwayError `artifact-corrupt` where the bytes are something else */
export function decodeByteNgramModel(bytes: Uint8Array): ByteNgramModel {
  const { header, tables } = decodeModel<Header>(
    bytes,
    format,
    ({ order, tableBits }, numBytes) => order >= 1 && order <= longest && numBytes === 2 ** tableBits * 12,
  );
  const size = 2 ** header.tableBits;
  const [contexts, pairs] = [new Uint32Array(tables, 0, size * 2), new Uint32Array(tables, size * 8)];
  return bind({ order: header.order, tableBits: header.tableBits, contexts, pairs });
}

/** Drops a text whose perplexity is outside the bounds: too high is unlike the training text, too low repeats itself. */
export function judgePerplexity(
  perplexity: number,
  { min = 0, max }: { min?: number; max: number },
): QualityVerdict {
  if (perplexity > max) return drop('perplexity_high');
  return perplexity < min ? drop('perplexity_low') : keep;
}
