/**
 * The manifest of a folder of token shards: all of them in order, with the digest of each one's index.
 * Invariant: written last, so a folder with a manifest is finished. The digest of an index covers the checksums of its shard's ids.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { damagedShard, type ShardSettings } from './shard-index.ts';
import type { TokenBytes } from './token-width.ts';

export interface ShardEntry {
  /** Its files are `name.tokens` and `name.index`. */
  name: string;
  numTokens: number;
  numDocuments: number;
  indexDigest: string;
}

/** Of packed shards: each `sequenceTokens` ids are a sequence, and a document is a stretch of one that attends to itself alone. */
export interface ShardPacking {
  sequenceTokens: number;
  /** The id that fills up a sequence: a last stretch of nothing else is not trained on. */
  padding: number;
}

export interface ShardManifest extends ShardSettings {
  format: typeof manifestFormat;
  tokenBytes: TokenBytes;
  numTokens: number;
  numDocuments: number;
  packing?: ShardPacking;
  shards: ShardEntry[];
}

export const manifestFormat = 'slipway-token-shards/1';
export const manifestName = 'manifest.json';

/** The name of a shard by its place. */
export function shardName(place: number): string {
  return `shard-${String(place).padStart(5, '0')}`;
}

/** The manifest of a folder. @throws SlipwayError `artifact-corrupt` where it is none; the file system's error where there is none */
export function readManifest(folder: string): ShardManifest {
  const path = join(folder, manifestName);
  const text = readFileSync(path, 'utf8');
  try {
    const manifest = JSON.parse(text) as ShardManifest;
    if (manifest.format === manifestFormat && Array.isArray(manifest.shards)) return manifest;
  } catch {
    // Told below, as what is JSON but no manifest.
  }
  throw damagedShard(path, `it is not of ${manifestFormat}`);
}
