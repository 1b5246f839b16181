/**
 * Learns a vocabulary on a thread of its own, so that whoever waits goes on answering; learning is one piece of work of minutes.
 * Invariant: gives what `trainTokenizer` gives.
 */
import { runPool } from '../threads/run-pool.ts';
import type { Vocabulary } from '../tokenizer/vocabulary.ts';
import type { PieceCounts } from './count-pieces.ts';
import { type PackedCounts, packCounts } from './packed-counts.ts';
import type { TrainTokenizerOptions } from './train-tokenizer.ts';

const script = new URL('../../dist/tokenizer-training/train-thread.js', import.meta.url);

/** @throws SlipwayError as `trainTokenizer`; the signal's reason */
export async function trainOnThread(
  counts: PieceCounts,
  { onProgress, ...options }: TrainTokenizerOptions,
  signal?: AbortSignal,
): Promise<Vocabulary> {
  const made: Vocabulary[] = [];
  await runPool<PackedCounts, Vocabulary, number>({
    script,
    threadData: options,
    numThreads: 1,
    jobs: [packCounts(counts)],
    onProgress,
    onResult: (vocabulary) => void made.push(vocabulary),
    signal,
  });
  return made[0] as Vocabulary;
}
