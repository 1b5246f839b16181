/**
 * Reads documents of several datasets in the order of their mixture, packs them if asked, and writes them.
 * Invariant: memory is the packer's and one batch; what is written depends on the datasets, their draws, the seed and the packer's settings
 * alone.
 */
import type { PackedSequence, Packer } from '../packing/packed-sequence.ts';
import type { TokenReader, TokenSink } from '../shards/token-sink.ts';
import type { TokenIds } from '../shards/token-width.ts';
import { type Draw, type DrawnDataset, interleaveDatasets } from './interleave-datasets.ts';

export interface MixedDataset {
  name: string;
  reader: TokenReader;
  /** Documents that are read, repetitions counted. */
  numDraws: number;
}

export interface MixtureJob {
  datasets: readonly MixedDataset[];
  /** Of the shuffled order; absent, datasets follow one another and documents keep their order. */
  seed?: string | undefined;
  /** Absent, documents are written as they are. */
  packer?: Packer | undefined;
  sink: TokenSink<unknown>;
  onProgress?: ((done: { numDocuments: number; numTokens: number }) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** So many ids are handed over at once. */
const batchTokens = 1 << 16;

/** Writes all draws; the sink is left open. @throws the signal's reason */
export async function writeMixture(job: MixtureJob): Promise<void> {
  const { datasets, seed, packer, onProgress, signal } = job;
  const batch = openBatch(job.sink);
  const write = async (sequences: readonly PackedSequence[]) => {
    for (const { ids, ends } of sequences) await batch.add(ids, ends);
  };
  let done = { numDocuments: 0, numTokens: 0 };
  for (const { dataset, item } of seed === undefined ? drawInOrder(datasets) : drawShuffled(datasets, seed)) {
    const ids = (datasets[dataset] as MixedDataset).reader.readDocument(item);
    if (packer) await write(packer.add(ids));
    else await batch.add(ids, [ids.length]);
    done = { numDocuments: done.numDocuments + 1, numTokens: done.numTokens + ids.length };
    if (done.numTokens >= batchTokens) {
      signal?.throwIfAborted();
      onProgress?.(done);
      done = { numDocuments: 0, numTokens: 0 };
    }
  }
  if (packer) await write(packer.finish());
  await batch.flush();
  onProgress?.(done);
}

const toDrawn = ({ name, reader, numDraws }: MixedDataset): DrawnDataset => ({
  name,
  numItems: reader.numDocuments,
  numDraws,
});

function drawShuffled(datasets: readonly MixedDataset[], seed: string): Generator<Draw, void> {
  return interleaveDatasets(datasets.map(toDrawn), seed).from(0);
}

function* drawInOrder(datasets: readonly MixedDataset[]): Generator<Draw, void> {
  for (const [dataset, { reader, numDraws }] of datasets.entries())
    for (let draw = 0; draw < numDraws; draw += 1)
      yield {
        dataset,
        epoch: Math.floor(draw / reader.numDocuments),
        item: draw % reader.numDocuments,
      };
}

/** Collects documents so that a sink is called for many at once. */
function openBatch(sink: TokenSink<unknown>) {
  let pieces: TokenIds[] = [];
  let ends: number[] = [];
  let numTokens = 0;
  async function flush(): Promise<void> {
    if (numTokens === 0) return;
    const ids = new Uint32Array(numTokens);
    let at = 0;
    for (const piece of pieces) {
      ids.set(piece, at);
      at += piece.length;
    }
    await sink.append(ids, ends);
    pieces = [];
    ends = [];
    numTokens = 0;
  }
  return {
    async add(ids: TokenIds, documentEnds: readonly number[]): Promise<void> {
      for (const end of documentEnds) ends.push(numTokens + end);
      pieces.push(ids);
      numTokens += ids.length;
      if (numTokens >= batchTokens) await flush();
    },
    flush,
  };
}
