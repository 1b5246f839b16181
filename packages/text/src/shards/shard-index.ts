/**
 * The index of a token shard: what its ids are and where its documents end. All numbers are little endian.
 *
 *   0   8   magic "SLIPTOKI"            40  32  SHA-256 of the tokenizer
 *   8   4   version, 1                  72   8  tokens at which a shard is closed
 *   12  4   bytes of an id, 2 or 4      80   4  vocabulary size
 *   16  8   tokens                      84   4  zero
 *   24  8   documents                   88      ends of documents in tokens, u64 each
 *   32  4   bytes of a block                    CRC-32 of each block of the ids, u32 each
 *   36  4   1 where there are digests           SHA-256 of each document, 32 bytes each
 *                                               CRC-32 of all of the above, u32
 *
 * Invariant: an index is durable only after the ids it tells of, so its presence proves the shard. Equal shards have equal bytes.
 */
import { crc32 } from 'node:zlib';
import { SlipwayError } from '@slipway/contracts';
import { blockBytes } from './token-file.ts';
import { bytesOf, type TokenBytes, tokenBytesOf } from './token-width.ts';

/** What all shards of a folder have in common. */
export interface ShardSettings {
  vocabularySize: number;
  /** `sha256:` and 64 hexadecimal digits: what the ids mean. */
  tokenizerDigest: string;
  /** A shard is closed by the document that brings it to so many tokens. */
  shardTokens: number;
  /** Whether each document has the SHA-256 of what it was made from. */
  hasDigests: boolean;
}

export interface ShardIndex extends ShardSettings {
  tokenBytes: TokenBytes;
  numTokens: number;
  numDocuments: number;
  /** Offset of the digests in the index file. */
  digestStart: number;
}

export const indexHeaderBytes = 88;
export const digestBytes = 32;
const magic = 'SLIPTOKI';
const version = 1;
const wordSize = 2 ** 32;

export interface ShardContents {
  documentEnds: readonly number[];
  checksums: readonly number[];
  /** One after the other; empty where the settings ask for none. */
  digests: readonly Uint8Array[];
}

/** The bytes of an index. */
export function encodeIndex(settings: ShardSettings, contents: ShardContents): Uint8Array {
  const { documentEnds, checksums, digests } = contents;
  const header = encodeHeader(settings, {
    numTokens: documentEnds.at(-1) ?? 0,
    numDocuments: documentEnds.length,
  });
  const ends = new Uint32Array(documentEnds.length * 2);
  for (const [place, end] of documentEnds.entries()) {
    ends[place * 2] = end % wordSize;
    ends[place * 2 + 1] = Math.floor(end / wordSize);
  }
  const sections = [header, bytesOf(ends), bytesOf(Uint32Array.from(checksums)), ...digests];
  const body = Buffer.concat(sections);
  return Buffer.concat([body, bytesOf(Uint32Array.of(crc32(body)))]);
}

function encodeHeader(
  settings: ShardSettings,
  { numTokens, numDocuments }: { numTokens: number; numDocuments: number },
): Uint8Array {
  const bytes = Buffer.alloc(indexHeaderBytes);
  bytes.write(magic, 'latin1');
  bytes.writeUInt32LE(version, 8);
  bytes.writeUInt32LE(tokenBytesOf(settings.vocabularySize), 12);
  bytes.writeBigUInt64LE(BigInt(numTokens), 16);
  bytes.writeBigUInt64LE(BigInt(numDocuments), 24);
  bytes.writeUInt32LE(blockBytes, 32);
  bytes.writeUInt32LE(settings.hasDigests ? 1 : 0, 36);
  bytes.write(settings.tokenizerDigest.replace('sha256:', ''), 40, 'hex');
  bytes.writeBigUInt64LE(BigInt(settings.shardTokens), 72);
  bytes.writeUInt32LE(settings.vocabularySize, 80);
  return bytes;
}

/** Reads the first bytes of an index. @throws SlipwayError `artifact-corrupt` where they are none */
export function decodeHeader(bytes: Uint8Array, path: string): ShardIndex {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isIndex =
    header.length >= indexHeaderBytes &&
    header.toString('latin1', 0, magic.length) === magic &&
    header.readUInt32LE(8) === version;
  if (!isIndex) throw damagedShard(path, 'it is no index of a token shard');
  const vocabularySize = header.readUInt32LE(80);
  const tokenBytes = tokenBytesOf(vocabularySize);
  const numTokens = Number(header.readBigUInt64LE(16));
  const numDocuments = Number(header.readBigUInt64LE(24));
  const numBlocks = Math.ceil((numTokens * tokenBytes) / blockBytes);
  return {
    vocabularySize,
    tokenizerDigest: `sha256:${header.toString('hex', 40, 72)}`,
    shardTokens: Number(header.readBigUInt64LE(72)),
    hasDigests: header.readUInt32LE(36) === 1,
    tokenBytes,
    numTokens,
    numDocuments,
    digestStart: indexHeaderBytes + numDocuments * 8 + numBlocks * 4,
  };
}

/** Reads a whole index and checks its checksum. @throws SlipwayError `artifact-corrupt` */
export function decodeIndex(bytes: Uint8Array, path: string): ShardIndex & { checksums: Uint32Array } {
  const index = decodeHeader(bytes, path);
  const numBytes = index.digestStart + (index.hasDigests ? index.numDocuments * digestBytes : 0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isWhole =
    bytes.length === numBytes + 4 && crc32(bytes.subarray(0, numBytes)) === view.getUint32(numBytes, true);
  if (!isWhole) throw damagedShard(path, 'it is not what was written');
  const start = indexHeaderBytes + index.numDocuments * 8;
  const checksums = new Uint32Array(Uint8Array.from(bytes.subarray(start, index.digestStart)).buffer);
  return { ...index, checksums };
}

/** The error of a shard whose bytes are not what was written. */
export function damagedShard(path: string, what: string): SlipwayError {
  return new SlipwayError({
    code: 'artifact-corrupt',
    message: `${path} is damaged: ${what}`,
    hint: 'Remove the shard: the next start makes it and those after it again from the input.',
  });
}
