/**
 * Places a vocabulary in kernel memory, as the kernels of `byte-pairs.ts`, `token-tables.ts`, `encode.ts` and `added-tokens.ts` read it.
 * Invariant: tables have room for more than they hold; nothing is moved once placed.
 * Refuses: tokens of more than 2048 bytes, ids of 2^28 and more, vocabularies without tokens.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { splitClassTable, splitPatternNumbers } from './split-patterns.ts';
import { refuseTokenizer } from './tokenizer-error.ts';
import { type AddedToken, packTokens, type TokenBytes, type Vocabulary } from './vocabulary.ts';

/** Byte offsets of a model's u32 fields. */
export const fields = {
  pairs: 0,
  pairsMask: 4,
  byteIds: 8,
  tokens: 12,
  edges: 16,
  edgesMask: 20,
  nodes: 24,
  scratch: 28,
  classes: 32,
  pattern: 36,
  wholeFirst: 40,
  cuts: 44,
  masks: 48,
  shortCache: 52,
  shortShift: 56,
  longCache: 60,
  longMask: 64,
  rawSet: 68,
  normalisedSet: 72,
  characters: 76,
  partials: 80,
} as const;
/** Room that the kernels need for ids, bytes a byte of text and bytes more. */
export const roomPerByte = 6;
export const roomBehind = 64;
const modelBytes = 192;
const setFields = {
  edges: 16,
  edgesMask: 20,
  nodes: 24,
  firstBytes: 32,
  records: 36,
  onlyByte: 40,
  lengths: 44,
};
const scratchBytes = 4 * 65536;
const mostTokenBytes = 2048;
const characterPairBytes = 131072;
const cutBytes = characterPairBytes + 8192;
const shortEntryBytes = 32;
const longEntryBytes = 128;
const missing = 0xffffffff;

export interface CacheSizes {
  /** Entries of 32 bytes for texts of up to 15 bytes, as a power of two. */
  shortBits: number;
  /** Entries of 128 bytes for texts of up to 60 bytes, as a power of two. */
  longBits: number;
}

/** Reserves room that is set to `fill`. */
function reserveFilled(kernels: Kernels, numBytes: number, fill = 0): number {
  const pointer = kernels.reserve(numBytes);
  kernels.bytes().fill(fill, pointer, pointer + numBytes);
  return pointer;
}

function writeFields(kernels: Kernels, at: number, values: Readonly<Record<number, number>>): void {
  const view = new DataView(kernels.bytes().buffer);
  for (const [offset, value] of Object.entries(values)) view.setUint32(at + Number(offset), value, true);
}

const powerAbove = (count: number) => 2 ** Math.ceil(Math.log2(Math.max(16, count)));

/** The trie of some texts. @returns its fields, and where the texts and their offsets stand */
function placeTrie(kernels: Kernels, at: number, { bytes, starts }: TokenBytes) {
  const numEdges = powerAbove((4 * bytes.length) / 3);
  const edges = reserveFilled(kernels, numEdges * 8);
  const nodes = reserveFilled(kernels, (bytes.length + 2) * 4, 255);
  writeFields(kernels, at, {
    [fields.edges]: edges,
    [fields.edgesMask]: numEdges - 1,
    [fields.nodes]: nodes,
  });
  const textsAt = kernels.place(bytes);
  const startsAt = kernels.place(starts);
  kernels.calls.insertTokens(at, textsAt, startsAt, starts.length - 1, 1);
  return { textsAt, startsAt };
}

function placePairs(kernels: Kernels, at: number, merges: Uint32Array): void {
  const numSlots = powerAbove(merges.length / 2);
  const pairs = reserveFilled(kernels, numSlots * 16, 255);
  writeFields(kernels, at, { [fields.pairs]: pairs, [fields.pairsMask]: numSlots - 1 });
  for (let index = 0; index * 3 < merges.length; index++) {
    const [left = 0, right = 0, merged = 0] = merges.subarray(index * 3, index * 3 + 3);
    kernels.calls.insertPair(at, left, right, index, merged);
  }
}

/** Ids of single bytes, `missing` where the vocabulary has none. */
function byteIdsOf({ bytes, starts }: TokenBytes): Uint32Array {
  const ids = new Uint32Array(256).fill(missing);
  for (let id = 0; id + 1 < starts.length; id++) {
    const start = starts[id] ?? 0;
    if ((starts[id + 1] ?? 0) === start + 1) ids[bytes[start] ?? 0] = id;
  }
  return ids;
}

function orderByLength({ starts }: TokenBytes): Uint32Array {
  const lengthOf = (id: number) => (starts[id + 1] ?? 0) - (starts[id] ?? 0);
  const order = new Uint32Array(starts.length - 1).map((_, id) => id);
  return order.sort((a, b) => lengthOf(a) - lengthOf(b));
}

/** A byte without a token is left out, so what stands beside it may meet: no cut is allowed there. */
function keepTogether(kernels: Kernels, cuts: number, byteIds: Uint32Array): void {
  const pairBits = kernels.bytes().subarray(cuts + characterPairBytes, cuts + cutBytes);
  for (const [byte, id] of byteIds.entries()) {
    if (id !== missing) continue;
    for (let other = 0; other < 256; other++) {
      for (const slot of [byte * 256 + other, other * 256 + byte])
        pairBits[slot >> 3] = (pairBits[slot >> 3] ?? 0) | (1 << (slot & 7));
    }
  }
}

function placeAdded(kernels: Kernels, tokens: readonly AddedToken[]): number {
  if (tokens.length === 0) return 0;
  const encoder = new TextEncoder();
  const texts = tokens.map(({ content }) => encoder.encode(content));
  const records = new Uint32Array(tokens.length * 2);
  const firstBytes = new Uint8Array(256);
  for (const [index, { id, takesLeft, takesRight, isSpecial }] of tokens.entries()) {
    records.set([id, Number(takesLeft) + 2 * Number(takesRight) + 4 * Number(isSpecial)], index * 2);
    firstBytes[texts[index]?.[0] ?? 0] = 1;
  }
  const set = reserveFilled(kernels, modelBytes);
  placeTrie(kernels, set, packTokens(texts));
  const only = firstBytes.indexOf(1);
  const values = {
    [setFields.firstBytes]: kernels.place(firstBytes),
    [setFields.records]: kernels.place(records),
    [setFields.lengths]: kernels.place(Uint32Array.from(texts, ({ length }) => length)),
    [setFields.onlyByte]: firstBytes.lastIndexOf(1) === only ? only : 256,
  };
  writeFields(kernels, set, values);
  return set;
}

function placeCaches(kernels: Kernels, at: number, { shortBits, longBits }: CacheSizes): void {
  const shortRoom = reserveFilled(kernels, shortEntryBytes * 2 ** shortBits + 64);
  const values = {
    [fields.shortCache]: Math.ceil(shortRoom / 64) * 64,
    [fields.shortShift]: 64 - shortBits,
    [fields.longCache]: reserveFilled(kernels, longEntryBytes * 2 ** longBits),
    [fields.longMask]: 2 ** longBits - 1,
    [fields.masks]: kernels.place(new Uint8Array(32).fill(255, 0, 16)),
  };
  writeFields(kernels, at, values);
}

function checkTokens({ starts }: TokenBytes): void {
  const numTokens = starts.length - 1;
  if (numTokens < 1 || numTokens >= 2 ** 28)
    refuseTokenizer(`a vocabulary of ${numTokens} tokens`, 'It needs at least one and less than 2^28.');
  for (let id = 0; id < numTokens; id++) {
    const length = (starts[id + 1] ?? 0) - (starts[id] ?? 0);
    if (length > mostTokenBytes)
      refuseTokenizer(`token ${id} has ${length} bytes`, `At most ${mostTokenBytes} are taken.`);
  }
}

/** Writes a vocabulary's tables. @returns the model's pointer */
export function placeModel(kernels: Kernels, vocabulary: Vocabulary, caches: CacheSizes): number {
  const { tokens, merges, splitPattern, addedTokens } = vocabulary;
  checkTokens(tokens);
  const at = reserveFilled(kernels, modelBytes);
  const byteIds = byteIdsOf(tokens);
  const numTokens = tokens.starts.length - 1;
  const cuts = reserveFilled(kernels, cutBytes);
  writeFields(kernels, at, {
    [fields.byteIds]: kernels.place(byteIds),
    [fields.tokens]: kernels.reserve(numTokens * 20),
    [fields.scratch]: kernels.reserve(scratchBytes),
    [fields.classes]: kernels.place(splitClassTable(splitPattern)),
    [fields.pattern]: splitPatternNumbers[splitPattern],
    [fields.wholeFirst]: Number(vocabulary.isWholeFirst),
    [fields.cuts]: cuts,
    [fields.partials]: cuts + characterPairBytes,
    [fields.characters]: reserveFilled(kernels, 65536 * 4, 255),
  });
  placePairs(kernels, at, merges);
  placeCaches(kernels, at, caches);
  const rawSet = placeAdded(
    kernels,
    addedTokens.filter(({ isNormalised }) => !isNormalised),
  );
  const normalisedSet = placeAdded(
    kernels,
    addedTokens.filter(({ isNormalised }) => isNormalised),
  );
  writeFields(kernels, at, { [fields.rawSet]: rawSet, [fields.normalisedSet]: normalisedSet });
  const { textsAt, startsAt } = placeTrie(kernels, at, tokens);
  const mark = kernels.mark();
  kernels.calls.deriveTokens(at, textsAt, startsAt, numTokens, kernels.place(orderByLength(tokens)));
  kernels.release(mark);
  kernels.calls.markCuts(at, textsAt, startsAt, numTokens);
  keepTogether(kernels, cuts, byteIds);
  kernels.calls.noteCharacters(at, textsAt, startsAt, numTokens);
  return at;
}
