/**
 * A ready tokenizer, from a file or out of a model.
 * Invariant: a `tokenizer.json` is taken byte for byte; everything else is written as one with the same ids.
 */
import { readFile } from 'node:fs/promises';
import { type Digest, SlipwayError } from '@slipway/contracts';
import type { ArtifactStore } from '@slipway/core';
import {
  digestBytes,
  readTiktoken,
  readTokenizerJson,
  type Vocabulary,
  writeTokenizerJson,
} from '@slipway/text';
import { readModelVocabulary } from '../vocabulary/read-model-vocabulary.ts';
import type { TokenizerSpec } from './spec.ts';
import type { TokenizerSurvey } from './survey.ts';

export interface TakenTokenizer {
  vocabulary: Vocabulary;
  /** The text of its `tokenizer.json`. */
  json: string;
}

/** @throws SlipwayError `argument-invalid` for a family that cannot be encoded exactly, `spec-invalid` for a file that has changed */
export async function takeFile(
  file: NonNullable<TokenizerSurvey>,
  { splitPattern, specialTokenIds }: TokenizerSpec,
): Promise<TakenTokenizer> {
  const bytes = await readFile(file.path);
  if (digestBytes(bytes) !== file.digest)
    throw new SlipwayError({
      code: 'spec-invalid',
      message: `${file.path} has changed since the step was planned`,
      hint: 'Run the recipe again.',
    });
  const text = bytes.toString('utf8');
  if (text.trimStart().startsWith('{')) return { vocabulary: readTokenizerJson(text), json: text };
  const vocabulary = readTiktoken(text, { pattern: splitPattern, specialTokens: specialTokenIds });
  return { vocabulary, json: writeTokenizerJson(vocabulary) };
}

/** @throws SlipwayError `argument-invalid` for a family that cannot be encoded exactly */
export async function takeFromModel(store: ArtifactStore, model: Digest): Promise<TakenTokenizer> {
  const vocabulary = await readModelVocabulary(store, model);
  return { vocabulary, json: writeTokenizerJson(vocabulary) };
}
