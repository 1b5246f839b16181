/**
 * The script of a thread that turns ranges of a dataset into token ids, one job a range.
 */
import { readFile } from 'node:fs/promises';
import { workerData } from 'node:worker_threads';
import { loadKernels } from '../kernels/load-kernels.ts';
import type { TokenisedPart } from '../pipeline/tokenise-part.ts';
import { serveJobs } from '../threads/serve-jobs.ts';
import { createTokenizer } from '../tokenizer/create-tokenizer.ts';
import { readTokenizerJson } from '../tokenizer/read-tokenizer-json.ts';
import type { DatasetRange, DocumentChoice } from './dataset-range.ts';
import { type RangeTokeniserTools, tokeniseRange } from './tokenise-range.ts';

export interface TokeniseRangeThreadData {
  /** A Hugging Face `tokenizer.json`. */
  tokenizerPath: string;
  /** Id that ends each document. */
  endOfText: number;
  choice: DocumentChoice;
}

const { tokenizerPath, endOfText, choice } = workerData as TokeniseRangeThreadData;

async function open(): Promise<RangeTokeniserTools> {
  const kernels = await loadKernels();
  const vocabulary = readTokenizerJson(await readFile(tokenizerPath, 'utf8'));
  return { kernels, tokenizer: createTokenizer(kernels, vocabulary), endOfText, choice };
}

let tools: Promise<RangeTokeniserTools> | undefined;

serveJobs<DatasetRange, TokenisedPart, never>(async (range) => {
  tools ??= open();
  return await tokeniseRange(range, await tools);
});
