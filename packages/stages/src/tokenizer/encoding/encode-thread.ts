/**
 * The script of the thread that encodes texts for those who look at a tokenizer.
 * Invariant: a tokenizer is read once as long as it is among the last few; each has kernels of its own, whose memory goes with it.
 */
import { readFile } from 'node:fs/promises';
import type { EncodedText } from '@slipway/contracts';
import { loadKernels, readTokenizerJson, serveJobs } from '@slipway/text';
import { readFileVocabulary } from '../../vocabulary/read-model-vocabulary.ts';
import { type EncodeText, openTokenizer } from './encode-text.ts';
import { keepLast } from './keep-last.ts';

export interface EncodeJob {
  /** The artifact's digest, by which its tokenizer is kept. */
  artifact: string;
  kind: 'tokenizer' | 'model';
  /** Of its `tokenizer.json`, or `model.gguf`. */
  path: string;
  text: string;
}

/** Of some tens of MB each. */
const mostOpen = 4;
const keep = keepLast<EncodeText>(mostOpen);

async function open({ kind, path }: EncodeJob): Promise<EncodeText> {
  const vocabulary =
    kind === 'model' ? await readFileVocabulary(path) : readTokenizerJson(await readFile(path, 'utf8'));
  return openTokenizer(await loadKernels(), vocabulary);
}

serveJobs<EncodeJob, EncodedText, never>(async (job) =>
  (await keep(job.artifact, () => open(job)))(job.text),
);
