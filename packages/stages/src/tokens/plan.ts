/**
 * The plan of tokens: one task on all threads, its time by the bytes that go in and the tokens that come out.
 * Refuses what `require-inputs.ts` names.
 */
import type { Foreseen, StepPlan } from '@slipway/contracts';
import type { PlanContext } from '@slipway/core';
import { requireInputs } from './require-inputs.ts';
import type { TokensSpec } from './spec.ts';

/** Of text, a core: 506 MB of class B in 14 s on two cores of an AMD EPYC, Qwen's vocabulary (`benchmarks/LOG.md`, 2026-11-30). */
const bytesPerSecond = 18e6;
/**
 * Tokens mixed, packed and written, by one thread: read where they lie, and brought into order on disk first. Measured on 2026-11-30 on the
 * same machine, in CPU time (`npm run benchmark -- rates`).
 */
const tokensPerSecond = { inPlace: 17e6, onDisk: 5e6 };
/** Of a dataset's lines; a token of text in many languages. */
const bytesPerToken = 4;
const baseMemoryBytes = 4e8;
/** Kernels, caches and what is under way, a thread. */
const threadMemoryBytes = 1.5e8;
/** Documents that best fit holds at once. */
const windowDocuments = 8192;
const startMs = 1000;
/** Of the task's memory that documents may take while they are mixed: the threads that tokenised are gone by then. */
export const mixtureShare = 0.5;

/** @throws SlipwayError those of `requireInputs` */
export function planTokens({ spec, inputs, machine }: PlanContext<TokensSpec>): StepPlan {
  const { datasets = [], tokenizer = [], model = [] } = inputs;
  requireInputs(spec, {
    datasets: datasets.length,
    tokenizers: tokenizer.length,
    models: model.length,
  });
  const inputBytes = datasets.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const numVocabulary = readVocabulary(tokenizer[0] ?? model[0]);
  const tokenBytes = numVocabulary <= 65_536 ? 2 : 4;
  const numMade = Math.round(inputBytes / bytesPerToken);
  const numTokens = spec.numTokens === 'auto' ? numMade : spec.numTokens;
  const rate = bytesPerSecond * machine.threads;
  const window = spec.packing === 'best-fit' ? windowDocuments * spec.sequenceTokens * 4 * 2 : 0;
  const outputBytes = numTokens * (spec.format === 'jsonl.zst' ? 3 : tokenBytes);
  const memoryBytes = Math.round(baseMemoryBytes + threadMemoryBytes * machine.threads + window);
  const isOnDisk = spec.shuffle && numTokens * tokenBytes > memoryBytes * mixtureShare;
  const mixRate = isOnDisk ? tokensPerSecond.onDisk : tokensPerSecond.inPlace;
  const size = (inputBytes / 1e6).toFixed(1);
  const made = (numTokens / 1e6).toFixed(1);
  return {
    tasks: [
      {
        name: 'tokens',
        after: [],
        slice: null,
        resources: {
          threads: machine.threads,
          memoryBytes,
          diskBytes: Math.round((numMade + (isOnDisk ? numTokens : 0)) * tokenBytes + outputBytes * 2),
          numGpus: 0,
        },
      },
    ],
    estimate: {
      durationMs: Math.round((inputBytes / rate + numTokens / mixRate) * 1000 + startMs),
      basis: {
        en: `${size} MB at about ${rate / 1e6} MB/s, ${made} M tokens at ${mixRate / 1e6} M/s`,
        zh: `${size} MB，约每秒 ${rate / 1e6} MB；${made} 百万词元，每秒 ${mixRate / 1e6} 百万`,
      },
    },
    outputs: { tokens: { sizeBytes: outputBytes, facts: { numTokens } } },
    notes: [],
  };
}

function readVocabulary(from: Foreseen | undefined): number {
  const { numVocabulary, vocabularySize } = from?.facts ?? {};
  const known = numVocabulary ?? vocabularySize;
  return typeof known === 'number' ? known : Number.POSITIVE_INFINITY;
}
