/**
 * Writes the tables that `kernels/words.ts` reads into kernel memory: characters, special cases, patterns, units and stop words.
 * Invariant: the block's layout is that of the kernel; 96 bytes of pointers, masks and lengths.
 * Refuses: to give the room back; tables live as long as the kernels.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { layOutCharacterTable } from './character-table.ts';
import { longCurrencies, specialCases, specialPatterns, units } from './generated/english-words.ts';
import { hashPattern, hashToken, makeHashTable } from './token-hash.ts';

const contextBytes = 96;
const encoder = new TextEncoder();
const numBytes = (text: string) => encoder.encode(text).length;

export interface WordTables {
  /** The block's pointer. */
  context: number;
  /** The table of characters. */
  characters: number;
  /** The stop words' part of the block. */
  stops: number;
  numStopSlots: number;
}

function storeCharacters(kernels: Kernels): number {
  const size = layOutCharacterTable(0).byteLength;
  const pointer = kernels.reserve(size);
  kernels.bytes().set(new Uint8Array(layOutCharacterTable(pointer).buffer), pointer);
  return pointer;
}

function storeHashes(kernels: Kernels, texts: readonly string[]): [number, number, number] {
  const { slots } = makeHashTable(texts.map(hashToken));
  const longest = Math.max(0, ...texts.map(numBytes));
  return [kernels.place(slots), slots.length - 1, longest];
}

const slotBytes = 8;
const leastSlots = 64;

/** Words and their beginnings, hashed by the kernels: the dictionary is too large to do it here. */
function storeChineseWords(kernels: Kernels, chineseWords: readonly string[]): [number, number] {
  const text = encoder.encode(chineseWords.join('\n'));
  for (let numSlots = leastSlots; ; numSlots *= 2) {
    const before = kernels.mark();
    const slots = kernels.reserve(numSlots * slotBytes);
    kernels.bytes().fill(0, slots, slots + numSlots * slotBytes);
    const after = kernels.mark();
    const taken = kernels.calls.storeWords(kernels.place(text), text.length, slots, numSlots - 1);
    kernels.release(taken < 0 ? before : after);
    if (taken >= 0) return [slots, numSlots - 1];
  }
}

function storeSpecials(kernels: Kernels): number[] {
  const cases = specialCases.map((tokens) => tokens.split('\t'));
  const table = makeHashTable(cases.map((tokens) => hashToken(tokens.join(''))));
  const records = new Uint8Array(table.slots.length * 16);
  const edges = new Uint8Array(8192);
  let longest = 0;
  for (const tokens of cases) {
    const bytes = encoder.encode(tokens.join(''));
    const place = table.placeOf(hashToken(tokens.join('')));
    records.set([tokens.length, ...tokens.map(numBytes)], place * 16);
    const edge = ((bytes[0] ?? 0) << 8) | (bytes.at(-1) ?? 0);
    edges[edge >> 3] = (edges[edge >> 3] ?? 0) | (1 << (edge & 7));
    longest = Math.max(longest, bytes.length);
  }
  return [
    kernels.place(table.slots),
    table.slots.length - 1,
    kernels.place(records),
    kernels.place(edges),
    longest,
  ];
}

function storePatterns(kernels: Kernels): number[] {
  const patterns = specialPatterns.map((tokens) => tokens.split('\t'));
  const { slots } = makeHashTable(patterns.map(hashPattern));
  const firsts = new Uint8Array(512);
  for (const [first = ''] of patterns) {
    const bit = Number(hashToken(first) & 4095n);
    firsts[bit >> 3] = (firsts[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
  const longest = Math.max(...patterns.map((tokens) => tokens.length));
  return [kernels.place(slots), slots.length - 1, kernels.place(firsts), longest];
}

export interface WordOptions {
  /** Any number; compared byte for byte. */
  stopWords: readonly string[];
  /** Words of Chinese; given, the text is cut by them instead of by the English rules. An empty list cuts character by character. */
  chineseWords?: readonly string[];
}

/** Makes the tables. A dictionary of 350 thousand words takes 8 MB. */
export function storeWordTables(kernels: Kernels, { stopWords, chineseWords }: WordOptions): WordTables {
  const characters = storeCharacters(kernels);
  const specials = storeSpecials(kernels);
  const patterns = storePatterns(kernels);
  const unitTable = storeHashes(kernels, [...units, ...longCurrencies]);
  const stopTable = storeHashes(kernels, stopWords);
  const words = new Uint32Array(contextBytes / 4);
  words.set([characters, ...specials], 0);
  words.set(patterns, 7);
  words.set(unitTable, 12);
  words.set(stopTable, 16);
  if (chineseWords) words.set(storeChineseWords(kernels, chineseWords), 19);
  const context = kernels.place(words);
  return { context, characters, stops: context + 64, numStopSlots: stopTable[1] + 1 };
}
