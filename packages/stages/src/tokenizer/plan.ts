/**
 * The plan of a tokenizer: one task, its time by the bytes that are counted and the tokens that are learnt.
 */
import type { StepPlan } from '@slipway/contracts';
import type { PlanContext } from '@slipway/core';
import type { TokenizerSpec } from './spec.ts';
import { tokenizerSurvey } from './survey.ts';

/** Processor time measured on documentation in English and Chinese: lines counted, and merges learnt of 640,000 pieces. */
const bytesPerSecond = 12e6;
const mergesPerSecond = 2000;
const baseMemoryBytes = 3e8;
const memoryPerPiece = 2200;
/** What a token takes in `tokenizer.json`, with its merge. */
const bytesPerToken = 40;
const startMs = 1000;

export function planTokenizer({ spec, survey, inputs, machine }: PlanContext<TokenizerSpec>): StepPlan {
  const inputBytes = (inputs.datasets ?? []).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const file = tokenizerSurvey.parse(survey);
  const isTaken = file !== null || (inputs.model ?? []).length > 0;
  const countMs = isTaken ? 0 : (inputBytes / (bytesPerSecond * machine.threads)) * 1000;
  const mergeMs = isTaken ? 0 : (spec.vocabularySize / mergesPerSecond) * 1000;
  // Distinct pieces grow with the text, until there is no room for more.
  const numPieces = isTaken ? 0 : Math.min(spec.maxPieces, inputBytes / 16);
  const sizeBytes = file?.sizeBytes ?? spec.vocabularySize * bytesPerToken;
  const size = (inputBytes / 1e6).toFixed(1);
  return {
    tasks: [
      {
        name: 'tokenizer',
        after: [],
        slice: null,
        resources: {
          threads: isTaken ? 1 : machine.threads,
          memoryBytes: Math.round(baseMemoryBytes + numPieces * memoryPerPiece),
          diskBytes: sizeBytes,
          numGpus: 0,
        },
      },
    ],
    estimate: {
      durationMs: Math.round(countMs + mergeMs + startMs),
      basis: isTaken
        ? { en: 'a ready tokenizer is taken', zh: '取用现成的分词器' }
        : {
            en: `${size} MB at about ${(bytesPerSecond * machine.threads) / 1e6} MB/s, ${spec.vocabularySize} tokens at ${mergesPerSecond}/s`,
            zh: `${size} MB，约每秒 ${(bytesPerSecond * machine.threads) / 1e6} MB；${spec.vocabularySize} 个词元，每秒 ${mergesPerSecond} 个`,
          },
    },
    outputs: { tokenizer: { sizeBytes, facts: { numVocabulary: spec.vocabularySize } } },
    notes: [],
  };
}
