/**
 * Trains a tokenizer on the training documents of datasets.
 * Invariant: depends on the datasets and the spec alone, not on the number of threads. Memory is bounded by `maxPieces`.
 */
import { stat } from 'node:fs/promises';
import { SlipwayError, type TokenizerReport } from '@slipway/contracts';
import type { RunContext } from '@slipway/core';
import {
  countDatasetPieces,
  type PieceCounts,
  trainOnThread,
  type Vocabulary,
  writeTokenizerJson,
} from '@slipway/text';
import { openProgressMeter } from '../vocabulary/open-progress-meter.ts';
import type { TokenizerSpec } from './spec.ts';
import type { TakenTokenizer } from './take-tokenizer.ts';

export interface TrainedTokenizer extends TakenTokenizer {
  training: NonNullable<TokenizerReport['training']>;
}

/**
 * @param paths of the datasets' `documents.jsonl`
 * @throws SlipwayError `tokens-none-made` where there is no document to train on
 */
export async function trainOn(
  paths: readonly string[],
  context: RunContext<TokenizerSpec>,
): Promise<TrainedTokenizer> {
  const { spec, machine, signal } = context;
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const share = Math.min(1, spec.sampleBytes / Math.max(1, total));
  const meter = openProgressMeter(context.reportProgress, { total, unit: 'bytes', activity: 'count' });
  const counted = await countDatasetPieces({
    paths,
    choice: { split: 'train', ...(share < 1 ? { sample: { share, seed: String(spec.seed) } } : {}) },
    splitPattern: spec.splitPattern,
    normaliser: spec.normaliser,
    mostPieces: spec.maxPieces,
    numThreads: machine.threads,
    onProgress: meter.add,
    signal,
  });
  if (counted.numDocuments === 0) throw nothingToTrainOn();
  const vocabulary = await learn(counted.pieces, context);
  return {
    vocabulary,
    json: writeTokenizerJson(vocabulary),
    training: {
      numDocuments: counted.numDocuments,
      numBytes: counted.numBytes,
      sampleShare: Number(share.toFixed(6)),
      numPieces: counted.pieces.pieces.length,
      numDropped: counted.numDropped,
    },
  };
}

async function learn(
  pieces: PieceCounts,
  { spec, reportProgress, warn, signal }: RunContext<TokenizerSpec>,
): Promise<Vocabulary> {
  const total = spec.vocabularySize;
  const meter = openProgressMeter(reportProgress, { total, unit: 'tokens', activity: 'merge' });
  let numTold = 0;
  const learning = {
    splitPattern: spec.splitPattern,
    normaliser: spec.normaliser,
    specialTokens: spec.specialTokens,
    vocabularySize: spec.vocabularySize,
    minimumCount: spec.minimumCount,
    mostTokenBytes: spec.maxTokenBytes,
    onProgress(numTokens: number) {
      meter.add(numTokens - numTold);
      numTold = numTokens;
    },
  };
  const vocabulary = await trainOnThread(pieces, learning, signal);
  const made = vocabulary.tokens.starts.length - 1;
  if (made < total)
    warn({
      en: `The documents give ${made} tokens, not ${total}: no further pair comes up ${spec.minimumCount} times.`,
      zh: `这些文档只得出 ${made} 个词元，不足 ${total} 个：再没有出现 ${spec.minimumCount} 次的配对。`,
    });
  return vocabulary;
}

function nothingToTrainOn(): SlipwayError {
  return new SlipwayError({
    code: 'tokens-none-made',
    message: 'there is no document to train a tokenizer on',
    hint: 'Give datasets with training documents, a ready tokenizer as "file", or a model.',
  });
}
