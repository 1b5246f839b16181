/**
 * Reads documents of several datasets in the order of their mixture, packs them if asked, and writes them.
 * Invariant: what is written depends on the datasets, their draws, the seed and the packer's settings alone, not on memory or on where it
 * was cut off: begun again, it goes on after the sink's last whole file, from the packer's last state before it.
 * Memory: the packer's, one batch, and what the room allows.
 */
import { join } from 'node:path';
import type { PackedSequence, Packer } from '../packing/packed-sequence.ts';
import { openPackerCheckpoints, type PackerCheckpoints } from '../packing/packer-checkpoints.ts';
import type { ResumableSink } from '../shards/token-sink.ts';
import type { TokenIds } from '../shards/token-width.ts';
import { type MixtureSource, openMixtureSource, type SourceOptions } from './open-mixture-source.ts';

export interface MixtureJob extends SourceOptions {
  /** Absent, documents are written as they are. Has no document yet. */
  packer?: Packer | undefined;
  sink: ResumableSink<unknown>;
  onProgress?: ((done: { numDocuments: number; numTokens: number }) => void) | undefined;
}

/** So many ids are handed over at once. */
const batchTokens = 1 << 16;
const usualCheckpointTokens = 1 << 24;
/** A state is kept after so many times its own size at the earliest. */
const leastStates = 8;

/** Writes all draws that the sink does not have yet; the sink is left open. @throws the signal's reason; the file system's error */
export async function writeMixture(job: MixtureJob): Promise<void> {
  const source = await openMixtureSource(job);
  const batch = openBatch(job.sink);
  const tell = meterWritten(job);
  if (job.packer) await writePacked(job.packer, { ...job, source, batch, tell });
  else await writePlain({ ...job, source, batch, tell });
  await batch.flush();
  tell.flush();
}

interface Writing extends MixtureJob {
  source: MixtureSource;
  batch: Batch;
  tell: Meter;
}

async function writePlain({ source, sink, batch, tell }: Writing): Promise<void> {
  tell.add(sink.numDocumentsDone, sink.numTokensDone);
  for await (const ids of source.from(sink.numDocumentsDone)) {
    await batch.add(ids, [ids.length]);
    tell.add(1, ids.length);
  }
}

async function writePacked(packer: Packer, { source, sink, batch, tell, room }: Writing): Promise<void> {
  const numDurable = () => Math.floor(sink.numTokensDone / packer.sequenceTokens);
  const checkpoints = room && (await openPackerCheckpoints(join(room.folder, 'packer')));
  const state = await checkpoints?.latest(numDurable());
  if (state) packer.restore(state);
  const { numDocuments, numTokens, numSequences } = packer.report();
  tell.add(numDocuments, numTokens);
  let numSkipped = numDurable() - numSequences;
  const write = async (sequences: readonly PackedSequence[]) => {
    for (const { ids, ends } of sequences) {
      if (numSkipped > 0) numSkipped -= 1;
      else await batch.add(ids, ends);
    }
  };
  const keep =
    checkpoints && keepStates(packer, { checkpoints, numDurable, everyTokens: room.checkpointTokens });
  for await (const ids of source.from(numDocuments)) {
    await write(packer.add(ids));
    tell.add(1, ids.length);
    await keep?.(ids.length);
  }
  await write(packer.finish());
}

interface KeepOptions {
  checkpoints: PackerCheckpoints;
  numDurable: () => number;
  everyTokens?: number | undefined;
}

/** Keeps a packer's state now and then, at moments at which it holds little. */
function keepStates(
  packer: Packer,
  { checkpoints, numDurable, everyTokens = usualCheckpointTokens }: KeepOptions,
): (numTokens: number) => Promise<void> {
  let since = 0;
  let least = everyTokens;
  return async (numTokens) => {
    since += numTokens;
    const state = since >= least ? packer.save() : undefined;
    if (!state) return;
    await checkpoints.keep(state, numDurable());
    const held = state.sequences.flat().reduce((sum, { length }) => sum + length, 0);
    since = 0;
    least = Math.max(everyTokens, held * leastStates);
  };
}

interface Meter {
  /** @throws the signal's reason */
  add(numDocuments: number, numTokens: number): void;
  flush(): void;
}

/** Tells of what was read, a batch at a time. */
function meterWritten({ onProgress, signal }: MixtureJob): Meter {
  let done = { numDocuments: 0, numTokens: 0 };
  const flush = () => {
    onProgress?.(done);
    done = { numDocuments: 0, numTokens: 0 };
  };
  return {
    add(numDocuments, numTokens) {
      done = { numDocuments: done.numDocuments + numDocuments, numTokens: done.numTokens + numTokens };
      if (done.numTokens < batchTokens) return;
      signal?.throwIfAborted();
      flush();
    },
    flush,
  };
}

interface Batch {
  add(ids: TokenIds, documentEnds: readonly number[]): Promise<void>;
  flush(): Promise<void>;
}

/** Collects documents so that a sink is called for many at once. */
function openBatch(sink: ResumableSink<unknown>): Batch {
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
    async add(ids, documentEnds) {
      for (const end of documentEnds) ends.push(numTokens + end);
      pieces.push(ids);
      numTokens += ids.length;
      if (numTokens >= batchTokens) await flush();
    },
    flush,
  };
}
