/**
 * The documents of a mixture in its order, from any step on.
 * Invariant: what is read does not depend on how: where all documents fit into the memory given, or follow one another, they are read where
 * they lie; else they are first brought into order on disk, in two passes that read and write each once.
 * Memory: half the bound for the bucket that is read.
 */
import { join } from 'node:path';
import type { TokenBytes, TokenIds } from '../shards/token-width.ts';
import {
  bucketOf,
  maxBuckets,
  readShuffledBucket,
  type ShuffleOptions,
} from '../shuffle/external-shuffle.ts';
import { type Draw, type Interleaving, interleaveDatasets } from './interleave-datasets.ts';
import { type MixedDataset, type MixtureRoom, toDrawn } from './mixed-dataset.ts';
import { spreadDocuments } from './spread-documents.ts';

export interface MixtureSource {
  from(step: number): AsyncGenerator<TokenIds>;
}

export interface SourceOptions {
  datasets: readonly MixedDataset[];
  /** Of the shuffled order; absent, datasets follow one another and documents keep their order. */
  seed?: string | undefined;
  /** Absent, documents are read where they lie. */
  room?: MixtureRoom | undefined;
  signal?: AbortSignal | undefined;
}

/** Buckets are not quite equal: so much smaller are they made. */
const bucketShare = 0.4;
const partShare = 1 / 8;

/** @throws the signal's reason; the file system's error */
export async function openMixtureSource(options: SourceOptions): Promise<MixtureSource> {
  const { datasets, seed, room } = options;
  if (seed === undefined) return readInPlace(datasets, (step) => drawInOrder(datasets, step));
  const order = interleaveDatasets(datasets.map(toDrawn), seed);
  const numBytes = room ? room.numTokens * room.tokenBytes : 0;
  if (!room || numBytes <= room.memoryBytes) return readInPlace(datasets, order.from);
  const bucketBytes = room.memoryBytes * bucketShare;
  const shuffle = {
    numPlaces: order.numSteps,
    numBuckets: Math.min(maxBuckets, Math.max(1, Math.ceil(numBytes / bucketBytes))),
  };
  const paths = await spread(order, shuffle, { ...options, room, seed });
  return readBuckets(paths, shuffle, room.tokenBytes);
}

async function spread(
  order: Interleaving,
  shuffle: ShuffleOptions,
  { datasets, seed, room, signal }: SourceOptions & { room: MixtureRoom },
): Promise<string[]> {
  const partBytes = Math.ceil(room.memoryBytes * partShare);
  const { tokenBytes } = room;
  return await spreadDocuments({
    datasets,
    order,
    ...shuffle,
    folder: join(room.folder, 'spread'),
    key: JSON.stringify([datasets.map(toDrawn), seed, shuffle, partBytes, tokenBytes]),
    partBytes,
    tokenBytes,
    signal,
  });
}

function readInPlace(
  datasets: readonly MixedDataset[],
  draws: (step: number) => Iterable<Draw>,
): MixtureSource {
  return {
    async *from(step) {
      for (const { dataset, item } of draws(step))
        yield (datasets[dataset] as MixedDataset).reader.readDocument(item);
    },
  };
}

function readBuckets(
  paths: readonly string[],
  shuffle: ShuffleOptions,
  tokenBytes: TokenBytes,
): MixtureSource {
  return {
    async *from(step) {
      const first = Math.min(shuffle.numBuckets, bucketOf(step, shuffle));
      for (let bucket = first; bucket < shuffle.numBuckets; bucket += 1)
        for (const { place, bytes } of await readShuffledBucket(paths, bucket, shuffle))
          if (place >= step) yield toIds(bytes, tokenBytes);
    },
  };
}

function toIds({ buffer, byteOffset, byteLength }: Uint8Array, tokenBytes: TokenBytes): TokenIds {
  const numTokens = byteLength / tokenBytes;
  return tokenBytes === 2
    ? new Uint16Array(buffer, byteOffset, numTokens)
    : new Uint32Array(buffer, byteOffset, numTokens);
}

function* drawInOrder(datasets: readonly MixedDataset[], step: number): Generator<Draw, void> {
  let before = 0;
  for (const [dataset, { reader, numDraws }] of datasets.entries()) {
    for (let draw = Math.max(0, step - before); draw < numDraws; draw += 1)
      yield {
        dataset,
        epoch: Math.floor(draw / reader.numDocuments),
        item: draw % reader.numDocuments,
      };
    before += numDraws;
  }
}
