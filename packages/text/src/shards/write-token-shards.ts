/**
 * Writes token shards: files of ids with an index each, and a manifest of all.
 * Invariant: shards are closed by the document that fills them, so equal documents in equal order give equal bytes however they came in.
 * A shard is durable before the next one begins; a writer opened on a folder goes on after its last full shard.
 * Refuses: a folder whose shards were written with other settings.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { invariant, SlipwayError } from '@slipway/contracts';
import { writeDurably } from '../durable/durable-file.ts';
import { digestBytes } from '../hash/digest-bytes.ts';
import { decodeIndex, digestBytes as digestLength, encodeIndex, type ShardSettings } from './shard-index.ts';
import {
  manifestFormat,
  manifestName,
  type ShardEntry,
  type ShardManifest,
  type ShardPacking,
  shardName,
} from './shard-manifest.ts';
import { openTokenFile, type TokenFile } from './token-file.ts';
import { eachDocument, type ResumableSink } from './token-sink.ts';
import { type TokenIds, tokenBytesOf } from './token-width.ts';

export interface ShardOptions extends Omit<ShardSettings, 'hasDigests' | 'shardTokens'> {
  hasDigests?: boolean;
  /** 100 million unless said otherwise. */
  shardTokens?: number;
  /** Of packed shards; `shardTokens` is then a multiple of `sequenceTokens`. */
  packing?: ShardPacking;
}

export interface TokenShardWriter extends ResumableSink<ShardManifest> {
  /** As `TokenSink`; `digests` are the SHA-256 of the documents, 32 bytes each, where the shards have them. */
  append(ids: TokenIds, documentEnds: ArrayLike<number>, digests?: Uint8Array): Promise<void>;
}

export const defaultShardTokens = 100_000_000;

interface OpenShard {
  file: TokenFile;
  documentEnds: number[];
  digests: Uint8Array[];
}

/**
 * Opens a writer on a folder, which is made where there is none.
 * @throws SlipwayError `argument-invalid` where its shards have other settings, `artifact-corrupt` where one is damaged
 */
export async function openTokenShardWriter(folder: string, options: ShardOptions): Promise<TokenShardWriter> {
  const { shardTokens = defaultShardTokens, hasDigests = false, packing, ...rest } = options;
  const settings: ShardSettings = { ...rest, shardTokens, hasDigests };
  refuseSettings(settings, packing?.sequenceTokens);
  await mkdir(folder, { recursive: true });
  const shards = findFullShards(folder, settings);
  await dropFrom(folder, shards.length);
  let shard: OpenShard | undefined;

  async function closeShard({ file, documentEnds, digests }: OpenShard): Promise<void> {
    const name = shardName(shards.length);
    const checksums = await file.commit();
    const index = encodeIndex(settings, { documentEnds, checksums, digests });
    await writeDurably(join(folder, `${name}.index`), index);
    const [numTokens, numDocuments] = [file.numTokens, documentEnds.length];
    shards.push({ name, numTokens, numDocuments, indexDigest: digestBytes(index) });
    shard = undefined;
  }

  return {
    get numDocumentsDone() {
      return countDocuments(shards);
    },
    get numTokensDone() {
      return countTokens(shards);
    },
    async append(ids, documentEnds, digests = new Uint8Array()) {
      invariant(
        digests.length === (hasDigests ? documentEnds.length * digestLength : 0),
        'a digest a document',
      );
      let place = 0;
      for (const document of eachDocument(ids, documentEnds)) {
        shard ??= await openShard(join(folder, shardName(shards.length)), settings.vocabularySize);
        await shard.file.append(document);
        shard.documentEnds.push(shard.file.numTokens);
        if (hasDigests)
          shard.digests.push(
            Uint8Array.from(digests.subarray(place * digestLength, (place + 1) * digestLength)),
          );
        place += 1;
        if (shard.file.numTokens >= shardTokens) await closeShard(shard);
      }
    },
    async finish() {
      if (shard) await closeShard(shard);
      const manifest = makeManifest(settings, shards, packing);
      const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
      await writeDurably(join(folder, manifestName), new TextEncoder().encode(text));
      return manifest;
    },
    async discard() {
      await shard?.file.discard();
      shard = undefined;
    },
  };
}

/** The manifest of shards of the same settings. */
export function makeManifest(
  settings: ShardSettings,
  shards: ShardEntry[],
  packing: ShardPacking | undefined,
): ShardManifest {
  return {
    format: manifestFormat,
    ...settings,
    tokenBytes: tokenBytesOf(settings.vocabularySize),
    numTokens: countTokens(shards),
    numDocuments: countDocuments(shards),
    ...(packing ? { packing } : {}),
    shards,
  };
}

async function openShard(path: string, vocabularySize: number): Promise<OpenShard> {
  const tokenBytes = tokenBytesOf(vocabularySize);
  const file = await openTokenFile(`${path}.tokens`, { vocabularySize, tokenBytes });
  return { file, documentEnds: [], digests: [] };
}

/** Removes the manifest and the shards from a place on: a short one, which only the last may be, is made again. */
async function dropFrom(folder: string, place: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const number = Number(/^shard-(\d+)\./.exec(name)?.[1] ?? -1);
    if (name === manifestName || number >= place) await rm(join(folder, name));
  }
}

const countTokens = (shards: readonly ShardEntry[]) =>
  shards.reduce((sum, { numTokens }) => sum + numTokens, 0);

const countDocuments = (shards: readonly ShardEntry[]) =>
  shards.reduce((sum, { numDocuments }) => sum + numDocuments, 0);

/** The full shards that a folder holds already, in order. */
function findFullShards(folder: string, settings: ShardSettings): ShardEntry[] {
  const shards: ShardEntry[] = [];
  for (;;) {
    const name = shardName(shards.length);
    const path = join(folder, `${name}.index`);
    if (!existsSync(path)) return shards;
    const bytes = readFileSync(path);
    const index = decodeIndex(bytes, path);
    for (const key of ['vocabularySize', 'tokenizerDigest', 'shardTokens', 'hasDigests'] as const)
      if (index[key] !== settings[key]) throw otherSettings(path, key);
    const { numTokens, numDocuments, tokenBytes } = index;
    const tokens = statSync(join(folder, `${name}.tokens`), { throwIfNoEntry: false });
    if (numTokens < settings.shardTokens || tokens?.size !== numTokens * tokenBytes) return shards;
    shards.push({ name, numTokens, numDocuments, indexDigest: digestBytes(bytes) });
  }
}

function otherSettings(path: string, key: keyof ShardSettings): SlipwayError {
  return new SlipwayError({
    code: 'argument-invalid',
    message: `${path} was written with another ${key}`,
    hint: 'Write to an empty folder, or with the settings of the shards that are there.',
  });
}

function refuseSettings(settings: ShardSettings, sequenceTokens = 1): void {
  const { vocabularySize, tokenizerDigest, shardTokens } = settings;
  const isSound =
    Number.isSafeInteger(vocabularySize) &&
    vocabularySize > 0 &&
    vocabularySize < 2 ** 32 &&
    Number.isSafeInteger(shardTokens) &&
    shardTokens > 0 &&
    shardTokens % sequenceTokens === 0 &&
    /^sha256:[0-9a-f]{64}$/.test(tokenizerDigest);
  if (isSound) return;
  throw new SlipwayError({
    code: 'argument-invalid',
    message: 'the settings of token shards are not sound',
    hint: 'Give a vocabulary size, tokens of a shard that whole sequences fill, and a digest of the form sha256:...',
  });
}
