/**
 * The plan of tokens: one task on all threads, its time by the bytes that go in and the tokens that come out.
 */
import type { Foreseen, StepPlan } from '@slipway/contracts';
import type { PlanContext } from '@slipway/core';
import type { TokensSpec } from './spec.ts';

/** Reckoned with, a core: lines tokenised at the rate of our encoder, and tokens mixed, packed and written by one thread. */
const bytesPerSecond = 16e6;
const tokensPerSecond = 20e6;
/** Of a dataset's lines; a token of text in many languages. */
const bytesPerToken = 4;
const baseMemoryBytes = 4e8;
/** Kernels, caches and what is under way, a thread. */
const threadMemoryBytes = 1.5e8;
/** Documents that best fit holds at once. */
const windowDocuments = 8192;
const startMs = 1000;

export function planTokens({ spec, inputs, machine }: PlanContext<TokensSpec>): StepPlan {
  const datasets = inputs.datasets ?? [];
  const inputBytes = datasets.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const numVocabulary = readVocabulary(inputs.tokenizer?.[0] ?? inputs.model?.[0]);
  const tokenBytes = numVocabulary <= 65_536 ? 2 : 4;
  const numMade = Math.round(inputBytes / bytesPerToken);
  const numTokens = spec.numTokens === 'auto' ? numMade : spec.numTokens;
  const rate = bytesPerSecond * machine.threads;
  const window = spec.packing === 'best-fit' ? windowDocuments * spec.sequenceTokens * 4 * 2 : 0;
  const outputBytes = numTokens * (spec.format === 'jsonl.zst' ? 3 : tokenBytes);
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
          memoryBytes: Math.round(baseMemoryBytes + threadMemoryBytes * machine.threads + window),
          diskBytes: Math.round(numMade * tokenBytes + outputBytes * 2),
          numGpus: 0,
        },
      },
    ],
    estimate: {
      durationMs: Math.round((inputBytes / rate + numTokens / tokensPerSecond) * 1000 + startMs),
      basis: {
        en: `${size} MB at about ${rate / 1e6} MB/s, ${made} M tokens at ${tokensPerSecond / 1e6} M/s`,
        zh: `${size} MB，约每秒 ${rate / 1e6} MB；${made} 百万词元，每秒 ${tokensPerSecond / 1e6} 百万`,
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
