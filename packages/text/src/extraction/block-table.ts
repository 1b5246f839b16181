/**
 * The blocks of a page as the kernel leaves them: a row of twelve numbers each, and the layout of what the kernel needs.
 * Invariant: the twin of the layouts in `kernels/html.ts`. Offsets count from the beginning of the text.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import type { HashTable } from './hash-table.ts';
import { makeCharacterTable, makeTagTable, makeWordTable, pageFacts } from './html-vocabulary.ts';

/** Numbers of a block, in their order. */
export const blockFields = {
  start: 0,
  end: 1,
  linkBytes: 2,
  flags: 3,
  /** 1 to 6 a heading; else one of `blockKinds`, or 0 a paragraph. */
  kind: 4,
  /** Levels of lists, of quotes times 256, 65536 for a numbered list. */
  levels: 5,
  itemNumber: 6,
  table: 7,
  row: 8,
  /** 65536 more for a heading's cell. */
  cell: 9,
  container: 10,
  isFirstOfItem: 11,
} as const;

export const blockKinds = { item: 7, pre: 8, term: 25 } as const;
export const numBlockFields = 12;

const stackBytes = 512 * 32;
const factBytes = 64;
const maxBlocks = 1 << 18;

export interface PageBlocks {
  numBlocks: number;
  /** `numBlockFields` numbers a block. */
  fields: Uint32Array;
  /** Pointer to the text of all blocks. */
  text: number;
  /** For each of `pageFacts` where it stands, as pairs of pointers; 0 where the page has none. */
  facts: Uint32Array;
}

export interface BlockReader {
  /** @returns the blocks of a page in room that is reserved, or nothing where they are too many */
  read(pointer: number, length: number): PageBlocks | undefined;
}

/** Makes a reader of blocks; its tables stay in kernel memory. */
export function createBlockReader(kernels: Kernels): BlockReader {
  const { calls } = kernels;
  const tables = [makeTagTable(), makeWordTable(), makeCharacterTable()].flatMap((table) =>
    placeTable(kernels, table),
  );
  const stack = kernels.reserve(stackBytes);
  const facts = kernels.reserve(factBytes);
  const context = kernels.reserve(40);
  return {
    read(pointer, length) {
      const text = kernels.reserve(length + 16);
      const room = Math.min(maxBlocks, Math.ceil(length / 4) + 1);
      const blocks = kernels.reserve(room * numBlockFields * 4);
      new Uint32Array(kernels.bytes().buffer, context, 10).set([...tables, stack, blocks, room, facts]);
      const numBlocks = calls.extractBlocks(pointer, length, context, text);
      if (numBlocks < 0) return undefined;
      const { buffer } = kernels.bytes();
      return {
        numBlocks,
        fields: new Uint32Array(buffer, blocks, numBlocks * numBlockFields),
        text,
        facts: new Uint32Array(buffer, facts, pageFacts.length * 2),
      };
    },
  };
}

function placeTable(kernels: Kernels, { words, mask }: HashTable): [pointer: number, mask: number] {
  const pointer = kernels.reserve(words.byteLength);
  new Uint32Array(kernels.bytes().buffer, pointer, words.length).set(words);
  return [pointer, mask];
}
