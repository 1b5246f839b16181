/**
 * Counts the pieces of datasets on threads, for the training of a tokenizer.
 * Invariant: ranges are counted by themselves and joined in the order of the files, so counts depend on the datasets, the choice and the room
 * alone, not on the number of threads. They are exact while the distinct pieces fit into the room (`count-pieces.ts`).
 */
import { stat } from 'node:fs/promises';
import { loadKernels } from '../kernels/load-kernels.ts';
import { runPool } from '../threads/run-pool.ts';
import { createPieceCounter, type PieceCounts } from '../tokenizer-training/count-pieces.ts';
import { unpackCounts } from '../tokenizer-training/packed-counts.ts';
import type { CountedRange, CountRangeThreadData } from './count-range-thread.ts';
import { cutDataset, type DatasetRange } from './dataset-range.ts';

export interface CountPiecesOptions extends CountRangeThreadData {
  /** Files of documents, `documents.jsonl` of datasets. */
  paths: readonly string[];
  numThreads: number;
  /** Told of the bytes of each range that is counted. */
  onProgress?: ((numBytes: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface CountedDatasets {
  pieces: PieceCounts;
  numDocuments: number;
  /** Of text. */
  numBytes: number;
  /** The highest count that was dropped for want of room; 0 if all counts are exact. */
  numDropped: number;
}

/** More than the distinct pieces of a range's 8 MiB, which are at most a hundred thousand or two. */
const mostRangePieces = 1 << 20;
const script = new URL('../../dist/datasets/count-range-thread.js', import.meta.url);

/** @throws SlipwayError `artifact-corrupt` for a file that is no dataset; the file system's error; the signal's reason */
export async function countDatasetPieces(options: CountPiecesOptions): Promise<CountedDatasets> {
  const { paths, numThreads, onProgress, signal, splitPattern, normaliser = 'none', choice } = options;
  const mostPieces = Math.min(options.mostPieces, mostRangePieces);
  const threadData: CountRangeThreadData = { splitPattern, normaliser, choice, mostPieces };
  const counter = createPieceCounter(await loadKernels(), options);
  const ranges: DatasetRange[] = [];
  for (const path of paths) ranges.push(...cutDataset(path, (await stat(path)).size));
  let [numDocuments, numBytes, numDropped] = [0, 0, 0];
  await runPool<DatasetRange, CountedRange>({
    script,
    threadData,
    numThreads,
    jobs: ranges,
    isInOrder: true,
    signal,
    onResult(counted, place) {
      counter.addCounts(unpackCounts(counted));
      numDocuments += counted.numDocuments;
      numBytes += counted.numBytes;
      numDropped = Math.max(numDropped, counted.numDropped);
      const { from = 0, end = 0 } = ranges[place] ?? {};
      onProgress?.(end - from);
    },
  });
  return {
    pieces: counter.counts(),
    numDocuments,
    numBytes,
    numDropped: Math.max(numDropped, counter.numDropped()),
  };
}
