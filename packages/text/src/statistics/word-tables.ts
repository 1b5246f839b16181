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

function store(kernels: Kernels, data: ArrayBufferView): number {
  const pointer = kernels.reserve(data.byteLength);
  kernels.bytes().set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), pointer);
  return pointer;
}

function storeCharacters(kernels: Kernels): number {
  const size = layOutCharacterTable(0).byteLength;
  const pointer = kernels.reserve(size);
  kernels.bytes().set(new Uint8Array(layOutCharacterTable(pointer).buffer), pointer);
  return pointer;
}

function storeHashes(kernels: Kernels, texts: readonly string[]): [number, number, number] {
  const { slots } = makeHashTable(texts.map(hashToken));
  // A dictionary has more words than a call may have arguments.
  const longest = texts.reduce((most, text) => Math.max(most, numBytes(text)), 0);
  return [store(kernels, slots), slots.length - 1, longest];
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
    store(kernels, table.slots),
    table.slots.length - 1,
    store(kernels, records),
    store(kernels, edges),
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
  return [store(kernels, slots), slots.length - 1, store(kernels, firsts), longest];
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
  if (chineseWords) words.set([...storeHashes(kernels, chineseWords), 1], 19);
  const context = store(kernels, words);
  return { context, characters, stops: context + 64, numStopSlots: stopTable[1] + 1 };
}
