/**
 * Token ids as they stand in files: little endian, two bytes where the vocabulary allows it, else four.
 * Invariant: an id is written only if the vocabulary has it; what is read back equals what was written.
 * Refuses: processors that are big endian.
 */
import { endianness } from 'node:os';
import { invariant, SlipwayError } from '@slipway/contracts';

/** Ids in memory, in the width in which they stand in the file. */
export type TokenIds = Uint16Array | Uint32Array;

export type TokenBytes = 2 | 4;

/** How many bytes an id of a vocabulary takes. */
export function tokenBytesOf(vocabularySize: number): TokenBytes {
  return vocabularySize <= 0x10000 ? 2 : 4;
}

/** An array of so many ids of a width. */
export function makeIds(numTokens: number, tokenBytes: TokenBytes): TokenIds {
  return tokenBytes === 2 ? new Uint16Array(numTokens) : new Uint32Array(numTokens);
}

/** The memory of ids as bytes. */
export function bytesOf(ids: ArrayBufferView): Uint8Array {
  invariant(endianness() === 'LE', 'token files are written on little endian machines');
  return new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength);
}

/**
 * Copies ids to `target`, beginning at its element `at`.
 * @throws SlipwayError `argument-invalid` where an id is not below `vocabularySize`
 */
export function copyIds(
  ids: TokenIds,
  target: TokenIds,
  { at, vocabularySize }: { at: number; vocabularySize: number },
): void {
  let largest = 0;
  for (let place = 0; place < ids.length; place += 1) {
    const id = ids[place] as number;
    if (id > largest) largest = id;
    target[at + place] = id;
  }
  if (largest < vocabularySize || ids.length === 0) return;
  throw new SlipwayError({
    code: 'argument-invalid',
    message: `token ${largest} is outside a vocabulary of ${vocabularySize}`,
    hint: 'Write the shards with the vocabulary size of the tokenizer that made the ids.',
  });
}
