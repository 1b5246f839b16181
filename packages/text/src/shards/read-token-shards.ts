/**
 * Reads token shards at any document or token.
 * Invariant: memory does not grow with the shards: ends of documents are read where they are asked for, few files are open at once.
 * Refuses: to check every byte on every read; `verify` does, once. Reads block the thread, for they are small and mostly from cache.
 */
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { invariant } from '@slipway/contracts';
import { digestBytes } from '../hash/digest-bytes.ts';
import { readFully } from './read-fully.ts';
import {
  damagedShard,
  decodeHeader,
  decodeIndex,
  digestBytes as digestLength,
  indexHeaderBytes,
} from './shard-index.ts';
import { readManifest, type ShardEntry, type ShardManifest } from './shard-manifest.ts';
import { blockBytes } from './token-file.ts';
import type { TokenReader } from './token-sink.ts';
import { makeIds, type TokenIds } from './token-width.ts';

export interface TokenSpan {
  /** In tokens, counted through all shards. */
  start: number;
  end: number;
}

export interface TokenShards extends TokenReader {
  readonly manifest: ShardManifest;
  /** Where a document's tokens are; documents are counted from 0 through all shards. */
  documentSpan(document: number): TokenSpan;
  /** The ids from `start` to `end`, across shards; fewer at the end of all. */
  readTokens(span: TokenSpan): TokenIds;
  /** Ends of all documents of a shard in its tokens, for those who go through them in order. */
  readDocumentEnds(shard: number): Float64Array;
  /** The SHA-256 of what a document was made from, where the shards have it. */
  documentDigest(document: number): string | undefined;
  /** Checks every byte. @throws SlipwayError `artifact-corrupt` */
  verify(): void;
}

const maxOpenFiles = 64;
const wordSize = 2 ** 32;

interface PlacedShard extends ShardEntry {
  tokenStart: number;
  documentStart: number;
}

/** Opens the shards of a folder. @throws SlipwayError `artifact-corrupt`; the file system's error where there is no manifest */
export function openTokenShards(folder: string): TokenShards {
  const manifest = readManifest(folder);
  const { tokenBytes, numDocuments, numTokens, hasDigests } = manifest;
  const shards = placeShards(manifest.shards);
  const files = openFiles(folder);

  const place = (document: number) => {
    invariant(document >= 0 && document < numDocuments, `there is a document ${document}`);
    const shard = findShard(shards, document, 'documentStart');
    return { shard, within: document - shard.documentStart };
  };
  const endsOf = (shard: PlacedShard, first: number, count: number) => {
    const words = new Uint32Array(count * 2);
    files.read(`${shard.name}.index`, words, indexHeaderBytes + first * 8);
    return Float64Array.from(
      { length: count },
      (_, at) => (words[at * 2] ?? 0) + (words[at * 2 + 1] ?? 0) * wordSize,
    );
  };
  const documentSpan = (document: number): TokenSpan => {
    const { shard, within } = place(document);
    const [start = 0, end = 0] = within === 0 ? [0, ...endsOf(shard, 0, 1)] : endsOf(shard, within - 1, 2);
    return { start: shard.tokenStart + start, end: shard.tokenStart + end };
  };
  const readTokens = ({ start, end }: TokenSpan) => {
    const ids = makeIds(Math.max(0, Math.min(end, numTokens) - start), tokenBytes);
    for (let done = 0; done < ids.length; ) {
      const shard = findShard(shards, start + done, 'tokenStart');
      const first = start + done - shard.tokenStart;
      const piece = ids.subarray(done, done + shard.numTokens - first);
      files.read(`${shard.name}.tokens`, piece, first * tokenBytes);
      done += piece.length;
    }
    return ids;
  };
  return {
    manifest,
    numDocuments,
    documentSpan,
    readTokens,
    readDocument: (document) => readTokens(documentSpan(document)),
    readDocumentEnds(number) {
      const shard = shards[number];
      invariant(shard, `there is a shard ${number}`);
      return endsOf(shard, 0, shard.numDocuments);
    },
    documentDigest(document) {
      if (!hasDigests) return undefined;
      const { shard, within } = place(document);
      return readDigest(files, shard.name, within);
    },
    verify: () => {
      for (const shard of shards) verifyShard(folder, shard, files);
    },
    close: files.close,
  };
}

function readDigest(files: ShardFiles, name: string, document: number): string {
  const header = new Uint8Array(indexHeaderBytes);
  files.read(`${name}.index`, header, 0);
  const digest = Buffer.alloc(digestLength);
  files.read(`${name}.index`, digest, decodeHeader(header, name).digestStart + document * digestLength);
  return `sha256:${digest.toString('hex')}`;
}

function placeShards(shards: readonly ShardEntry[]): PlacedShard[] {
  let [tokenStart, documentStart] = [0, 0];
  return shards.map((shard) => {
    const placed = { ...shard, tokenStart, documentStart };
    tokenStart += shard.numTokens;
    documentStart += shard.numDocuments;
    return placed;
  });
}

/** The last shard that begins at or before a place. */
function findShard(
  shards: readonly PlacedShard[],
  place: number,
  key: 'tokenStart' | 'documentStart',
): PlacedShard {
  let low = 0;
  for (let high = shards.length; high - low > 1; ) {
    const middle = (low + high) >>> 1;
    if ((shards[middle]?.[key] ?? 0) <= place) low = middle;
    else high = middle;
  }
  const shard = shards[low];
  invariant(shard, 'there are shards');
  return shard;
}

interface ShardFiles {
  read(name: string, into: ArrayBufferView, offset: number): void;
  close(): void;
}

/** The files of a folder, of which those used last stay open. */
function openFiles(folder: string): ShardFiles {
  const descriptors = new Map<string, number>();
  const descriptorOf = (name: string) => {
    const descriptor = descriptors.get(name) ?? openSync(join(folder, name), 'r');
    descriptors.delete(name);
    descriptors.set(name, descriptor);
    const [oldest] = descriptors;
    if (descriptors.size > maxOpenFiles && oldest) {
      closeSync(oldest[1]);
      descriptors.delete(oldest[0]);
    }
    return descriptor;
  };
  return {
    read(name, into, offset) {
      if (!readFully(descriptorOf(name), into, offset))
        throw damagedShard(join(folder, name), 'it is cut off');
    },
    close() {
      for (const descriptor of descriptors.values()) closeSync(descriptor);
      descriptors.clear();
    },
  };
}

function verifyShard(folder: string, { name, indexDigest, numTokens }: ShardEntry, files: ShardFiles): void {
  const path = join(folder, `${name}.index`);
  const bytes = readFileSync(path);
  if (digestBytes(bytes) !== indexDigest) throw damagedShard(path, 'it is not the one in the manifest');
  const { checksums, tokenBytes } = decodeIndex(bytes, path);
  const numBytes = numTokens * tokenBytes;
  for (const [place, checksum] of checksums.entries()) {
    const block = new Uint8Array(Math.min(blockBytes, numBytes - place * blockBytes));
    files.read(`${name}.tokens`, block, place * blockBytes);
    if (crc32(block) !== checksum)
      throw damagedShard(join(folder, `${name}.tokens`), `its block ${place} is not what was written`);
  }
}
