/**
 * Ids streamed into one durable file, with the CRC-32 of each block of it.
 * Invariant: blocks are of `blockBytes`, the last one shorter; at most one block and one document are held in memory.
 */
import { crc32 } from 'node:zlib';
import { openDurableFile } from '../durable/durable-file.ts';
import { bytesOf, copyIds, makeIds, type TokenBytes, type TokenIds } from './token-width.ts';

/** 1 MiB: a checksum covers so many bytes of ids. */
export const blockBytes = 1 << 20;

export interface TokenFile {
  readonly numTokens: number;
  append(ids: TokenIds): Promise<void>;
  /** @returns the CRC-32 of each block */
  commit(): Promise<number[]>;
  discard(): Promise<void>;
}

/** Begins a file of ids of a vocabulary. */
export async function openTokenFile(
  path: string,
  { vocabularySize, tokenBytes }: { vocabularySize: number; tokenBytes: TokenBytes },
): Promise<TokenFile> {
  const file = await openDurableFile(path);
  const block = makeIds(blockBytes / tokenBytes, tokenBytes);
  const checksums: number[] = [];
  let numTokens = 0;
  let numHeld = 0;
  async function writeBlock(): Promise<void> {
    const bytes = bytesOf(block.subarray(0, numHeld));
    checksums.push(crc32(bytes));
    numHeld = 0;
    await file.write(bytes);
  }
  return {
    get numTokens() {
      return numTokens;
    },
    async append(ids) {
      for (let done = 0; done < ids.length; ) {
        const piece = ids.subarray(done, done + block.length - numHeld);
        copyIds(piece, block, { at: numHeld, vocabularySize });
        numHeld += piece.length;
        done += piece.length;
        if (numHeld === block.length) await writeBlock();
      }
      numTokens += ids.length;
    },
    async commit() {
      if (numHeld > 0) await writeBlock();
      await file.commit();
      return checksums;
    },
    discard: () => file.discard(),
  };
}
