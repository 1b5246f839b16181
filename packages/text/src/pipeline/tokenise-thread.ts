/**
 * The script of a thread that turns the kept documents of parts into token ids, one job a part.
 */
import { readFile } from 'node:fs/promises';
import { workerData } from 'node:worker_threads';
import { loadKernels } from '../kernels/load-kernels.ts';
import { serveJobs } from '../threads/serve-jobs.ts';
import { createTokenizer } from '../tokenizer/create-tokenizer.ts';
import { readTokenizerJson } from '../tokenizer/read-tokenizer-json.ts';
import {
  createPartTokeniser,
  type PartTokeniser,
  type TokenisedPart,
  type TokeniseJob,
} from './tokenise-part.ts';

export interface TokeniseThreadData {
  /** A Hugging Face `tokenizer.json`. */
  tokenizerPath: string;
  /** Id that ends each document. */
  endOfText: number;
}

const { tokenizerPath, endOfText } = workerData as TokeniseThreadData;

async function open(): Promise<PartTokeniser> {
  const kernels = await loadKernels();
  const vocabulary = readTokenizerJson(await readFile(tokenizerPath, 'utf8'));
  return createPartTokeniser({ kernels, tokenizer: createTokenizer(kernels, vocabulary), endOfText });
}

let tokenise: Promise<PartTokeniser> | undefined;

serveJobs<TokeniseJob, TokenisedPart, never>(async (job) => {
  tokenise ??= open();
  return await (await tokenise)(job);
});
