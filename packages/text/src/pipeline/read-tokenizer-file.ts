/**
 * A `tokenizer.json` as the factory takes it.
 */
import { readFile } from 'node:fs/promises';
import { SlipwayError } from '@slipway/contracts';
import { digestBytes } from '../hash/digest-bytes.ts';
import { findEndOfText } from '../tokenizer/find-end-of-text.ts';
import { readTokenizerJson } from '../tokenizer/read-tokenizer-json.ts';
import type { PipelineTokenizer } from './run-pipeline.ts';

/** @throws SlipwayError where the file is no tokenizer, or has no token that is known to end a text; the file system's error */
export async function readTokenizerFile(path: string): Promise<PipelineTokenizer> {
  const json = await readFile(path, 'utf8');
  const { tokens, addedTokens } = readTokenizerJson(json);
  const end = findEndOfText(addedTokens);
  if (!end)
    throw new SlipwayError({
      code: 'argument-invalid',
      message: `${path} has no token that is known to end a text`,
      hint: 'Give a tokenizer with a special token such as <|endoftext|>.',
    });
  const numAdded = addedTokens.reduce((most, { id }) => Math.max(most, id + 1), 0);
  const vocabularySize = Math.max(tokens.starts.length - 1, numAdded);
  return { path, digest: digestBytes(json), vocabularySize, endOfText: end.id };
}
