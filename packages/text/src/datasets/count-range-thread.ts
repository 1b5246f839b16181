/**
 * The script of a thread that counts the pieces of ranges of a dataset, one job a range.
 * Invariant: each range is counted by itself, so the counts do not depend on which thread had which range.
 */
import { workerData } from 'node:worker_threads';
import { loadKernels } from '../kernels/load-kernels.ts';
import { serveJobs } from '../threads/serve-jobs.ts';
import { type CountOptions, createPieceCounter } from '../tokenizer-training/count-pieces.ts';
import { type PackedCounts, packCounts } from '../tokenizer-training/packed-counts.ts';
import { type DatasetRange, type DocumentChoice, readRange } from './dataset-range.ts';

export interface CountRangeThreadData extends Pick<CountOptions, 'splitPattern' | 'normaliser'> {
  choice: DocumentChoice;
  /** Pieces that a range may hold at a time. */
  mostPieces: number;
}

/** The pieces of a range. */
export interface CountedRange extends PackedCounts {
  numDocuments: number;
  /** Of text. */
  numBytes: number;
  /** The highest count that was dropped for want of room. */
  numDropped: number;
}

const { choice, ...options } = workerData as CountRangeThreadData;
const kernels = loadKernels();

async function countRange(range: DatasetRange): Promise<CountedRange> {
  const mine = await kernels;
  const mark = mine.mark();
  const counter = createPieceCounter(mine, options);
  let [numDocuments, numBytes] = [0, 0];
  for await (const { bytes } of readRange(mine, range, choice)) {
    const inner = mine.mark();
    counter.add(mine.place(bytes), bytes.length);
    mine.release(inner);
    numDocuments += 1;
    numBytes += bytes.length;
  }
  const packed = packCounts(counter.counts());
  mine.release(mark);
  return {
    ...packed,
    numDocuments,
    numBytes,
    numDropped: counter.numDropped(),
  };
}

serveJobs<DatasetRange, CountedRange, never>(countRange);
