/**
 * The tokenizer of a step: an artifact of its own, or the one inside a model.
 * Invariant: threads read it as a `tokenizer.json`; one out of a model is written to the scratch folder as one with the same ids.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Digest, invariant, SlipwayError } from '@slipway/contracts';
import type { RunContext } from '@slipway/core';
import {
  type AddedToken,
  digestBytes,
  findEndOfText,
  readTokenizerJson,
  writeTokenizerJson,
} from '@slipway/text';
import { readModelVocabulary } from '../vocabulary/read-model-vocabulary.ts';
import type { TokensSpec } from './spec.ts';

export interface FoundTokenizer {
  role: 'tokenizer' | 'model';
  /** Of the artifact. */
  artifact: Digest;
  name: string;
  /** A `tokenizer.json`. */
  path: string;
  /** Of that file. */
  digest: Digest;
  vocabularySize: number;
  endOfText: { id: number; text: string };
}

/** @throws SlipwayError `spec-invalid` for a tokenizer without its end of text */
export async function findTokenizer(context: RunContext<TokensSpec>): Promise<FoundTokenizer> {
  const { inputs, store, spec } = context;
  const [tokenizer] = inputs.tokenizer ?? [];
  const [model] = inputs.model ?? [];
  const given = tokenizer ?? model;
  invariant(given && !(tokenizer && model), 'a plan of tokens has one tokenizer');
  const path = tokenizer
    ? await store.locateFile(tokenizer.digest, 'tokenizer.json')
    : await writeModelTokenizer(context, given.digest);
  const json = await readFile(path, 'utf8');
  const { tokens, addedTokens } = readTokenizerJson(json);
  const numAdded = addedTokens.reduce((most, { id }) => Math.max(most, id + 1), 0);
  return {
    role: tokenizer ? 'tokenizer' : 'model',
    artifact: given.digest,
    name: given.manifest.name,
    path,
    digest: digestBytes(json) as Digest,
    vocabularySize: Math.max(tokens.starts.length - 1, numAdded),
    endOfText: findEnd(addedTokens, spec.endOfText),
  };
}

async function writeModelTokenizer(
  { store, scratchDirectory }: RunContext<TokensSpec>,
  model: Digest,
): Promise<string> {
  const path = join(scratchDirectory, 'tokenizer.json');
  await writeFile(path, writeTokenizerJson(await readModelVocabulary(store, model)));
  return path;
}

function findEnd(addedTokens: readonly AddedToken[], wanted: string): { id: number; text: string } {
  const found = findEndOfText(addedTokens, wanted === 'auto' ? undefined : wanted);
  if (found) return found;
  const known = addedTokens.map(({ content }) => content).slice(0, 20);
  throw new SlipwayError({
    code: 'spec-invalid',
    message:
      wanted === 'auto'
        ? 'the tokenizer has no token that is known to end a text'
        : `the tokenizer has no special token "${wanted}"`,
    hint:
      known.length === 0
        ? 'Train one with specialTokens, for example <|endoftext|>.'
        : `Name one as endOfText: it has ${known.join(', ')}.`,
  });
}
