/**
 * The script of a thread that learns a vocabulary from counted pieces, its one job.
 */
import { workerData } from 'node:worker_threads';
import { serveJobs } from '../threads/serve-jobs.ts';
import type { Vocabulary } from '../tokenizer/vocabulary.ts';
import { type PackedCounts, unpackCounts } from './packed-counts.ts';
import { type TrainTokenizerOptions, trainTokenizer } from './train-tokenizer.ts';

const options = workerData as Omit<TrainTokenizerOptions, 'onProgress'>;

/** Tells now and then how many tokens there are. */
serveJobs<PackedCounts, Vocabulary, number>(async (counts, onProgress) =>
  trainTokenizer(unpackCounts(counts), { ...options, onProgress }),
);
