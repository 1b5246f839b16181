/**
 * Learns the merges of byte-level BPE from counted pieces, as the BpeTrainer of Hugging Face tokenizers 0.23 does: the most frequent pair
 * is merged, of equally frequent ones that of the smallest ids; ids are given in the order of the merges, after the specials and the bytes.
 * Invariant: depends on pieces and counts alone, not on their order.
 */
import { bytesOfToken, textOfToken } from '../tokenizer/byte-alphabet.ts';
import { PriorityQueue } from '../tokenizer/priority-queue.ts';
import type { PieceCounts } from './count-pieces.ts';

export interface TrainOptions {
  /** Ids in all, specials and bytes included. */
  vocabularySize: number;
  numSpecial?: number;
  /** Pairs seen less often are not merged. Default 0, as in Hugging Face tokenizers. */
  minimumCount?: number;
  /** Tokens that merging makes of merged ones stay below this many bytes (`max_token_length`). Default: no bound. */
  mostTokenBytes?: number;
  /** Called now and then with the number of ids there are. */
  onProgress?: (numTokens: number) => void;
}

export interface TrainedMerges {
  /** Bytes by id, undefined for the specials, which come first. */
  tokens: (Uint8Array | undefined)[];
  /** Left, right, merged, left, ... by rank. */
  merges: Uint32Array;
}

interface PairPlaces {
  count: number;
  /** Words in which the pair has stood, each once. */
  words: number[];
}

interface Words {
  symbols: Uint32Array;
  starts: Uint32Array;
  lengths: Uint32Array;
  counts: readonly number[];
}

const progressStep = 1024;

/** A pair of ids as one number. */
const pairKey = (left: number, right: number) => left * 2 ** 26 + right;
const leftOf = (key: number) => Math.floor(key / 2 ** 26);
const rightOf = (key: number) => key % 2 ** 26;

/** A pair waiting to be merged. Its count may be out of date: who takes it compares it with the present one. */
interface QueuedPair {
  key: number;
  count: number;
}

/** The highest count first, of equal counts the smallest pair. */
const isMergedBefore = (a: QueuedPair, b: QueuedPair) =>
  a.count === b.count ? a.key < b.key : a.count > b.count;

/** Ids of bytes in the order of their letters in the byte-level alphabet, which is by code point. */
function orderBytes(): number[] {
  const letters = Array.from({ length: 256 }, (_, byte) => textOfToken(Uint8Array.of(byte)));
  letters.sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
  return letters.map((letter) => bytesOfToken(letter)?.[0] ?? 0);
}

function layWords({ pieces, counts }: PieceCounts, idOfByte: Uint32Array): Words {
  const starts = new Uint32Array(pieces.length);
  const lengths = Uint32Array.from(pieces, ({ length }) => length);
  const symbols = new Uint32Array(lengths.reduce((total, length) => total + length, 0));
  let at = 0;
  for (const [word, piece] of pieces.entries()) {
    starts[word] = at;
    for (const byte of piece) symbols[at++] = idOfByte[byte] ?? 0;
  }
  return { symbols, starts, lengths, counts };
}

function addTo(
  pairs: Map<number, PairPlaces>,
  key: number,
  { count, word }: { count: number; word: number },
): void {
  const places = pairs.get(key);
  if (!places) {
    pairs.set(key, { count, words: [word] });
    return;
  }
  places.count += count;
  if (count > 0 && places.words.at(-1) !== word) places.words.push(word);
}

function countPairs({ symbols, starts, lengths, counts }: Words): Map<number, PairPlaces> {
  const pairs = new Map<number, PairPlaces>();
  for (const [word, start] of starts.entries()) {
    const end = start + (lengths[word] ?? 0);
    for (let at = start; at + 1 < end; at++)
      addTo(pairs, pairKey(symbols[at] ?? 0, symbols[at + 1] ?? 0), { count: counts[word] ?? 0, word });
  }
  return pairs;
}

interface Change {
  key: number;
  merged: number;
  word: number;
  /** Whether a pair that would grow beyond the longest token is left uncounted. */
  fits: (left: number, right: number) => boolean;
}

/** Merges a pair within one word and notes what that does to the pairs beside it. */
function mergeWord(
  words: Words,
  pairs: Map<number, PairPlaces>,
  { key, merged, word, fits }: Change,
): number[] {
  const { symbols, starts, lengths, counts } = words;
  const [first, second] = [leftOf(key), rightOf(key)];
  const count = counts[word] ?? 0;
  const start = starts[word] ?? 0;
  const end = start + (lengths[word] ?? 0);
  const grown: number[] = [];
  const note = (left: number, right: number, sign: number) => {
    if (sign > 0 && !fits(left, right)) return;
    const changed = pairKey(left, right);
    addTo(pairs, changed, { count: sign * count, word });
    if (sign > 0) grown.push(changed);
  };
  let target = start;
  for (let at = start; at < end; at++) {
    const symbol = symbols[at] ?? 0;
    if (symbol !== first || at + 1 >= end || symbols[at + 1] !== second) {
      symbols[target++] = symbol;
      continue;
    }
    if (target > start) {
      const before = symbols[target - 1] ?? 0;
      note(before, first, -1);
      note(before, merged, 1);
    }
    if (at + 2 < end) {
      const after = symbols[at + 2] ?? 0;
      note(second, after, -1);
      note(merged, after, 1);
    }
    symbols[target++] = merged;
    at += 1;
  }
  lengths[word] = target - start;
  return grown;
}

/** Joins two tokens' bytes. */
function join(left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(left.length + right.length);
  bytes.set(left);
  bytes.set(right, left.length);
  return bytes;
}

/** The tokens there are before anything is merged. */
function startTokens(numSpecial: number) {
  const tokens: (Uint8Array | undefined)[] = Array.from({ length: numSpecial });
  const idOfByte = new Uint32Array(256);
  for (const byte of orderBytes()) idOfByte[byte] = tokens.push(Uint8Array.of(byte)) - 1;
  const ids = new Map(tokens.flatMap((token, id) => (token ? [[textOfToken(token), id] as const] : [])));
  return { tokens, idOfByte, ids };
}

/** Learns merges until there are `vocabularySize` ids or no pair is left. */
export function trainMerges(
  counted: PieceCounts,
  {
    vocabularySize,
    numSpecial = 0,
    minimumCount = 0,
    mostTokenBytes = Number.POSITIVE_INFINITY,
    onProgress,
  }: TrainOptions,
): TrainedMerges {
  const { tokens, idOfByte, ids } = startTokens(numSpecial);
  const words = layWords(counted, idOfByte);
  const pairs = countPairs(words);
  const queue = new PriorityQueue(isMergedBefore);
  for (const [key, { count }] of pairs) if (count > 0) queue.push({ key, count });
  const merges: number[] = [];
  const lengthOf = (id: number) => tokens[id]?.length ?? 0;
  // As the original, which takes "less than" here and "at most" below.
  const fits = (left: number, right: number) => lengthOf(left) + lengthOf(right) < mostTokenBytes;
  while (tokens.length < vocabularySize) {
    const top = queue.pop();
    if (!top) break;
    const places = pairs.get(top.key);
    const present = places?.count ?? 0;
    if (top.count !== present) {
      if (present > 0) queue.push({ key: top.key, count: present });
      continue;
    }
    if (present < 1 || present < minimumCount) break;
    const [left, right] = [leftOf(top.key), rightOf(top.key)];
    const bytes = join(tokens[left] ?? new Uint8Array(), tokens[right] ?? new Uint8Array());
    if (bytes.length > mostTokenBytes) continue;
    const text = textOfToken(bytes);
    const merged = ids.get(text) ?? tokens.push(bytes) - 1;
    ids.set(text, merged);
    merges.push(left, right, merged);
    const grown = new Set<number>();
    // Its count stays, as in the original, in case another merge makes one of its tokens again.
    const wordsOfPair = places?.words ?? [];
    if (places) places.words = [];
    for (const word of wordsOfPair)
      for (const key of mergeWord(words, pairs, { key: top.key, merged, word, fits })) grown.add(key);
    for (const key of grown) {
      const count = pairs.get(key)?.count ?? 0;
      if (count > 0) queue.push({ key, count });
    }
    if (tokens.length % progressStep === 0) onProgress?.(tokens.length);
  }
  return { tokens, merges: Uint32Array.from(merges) };
}
