/**
 * The vocabulary inside a model's GGUF file.
 * Invariant: ids are those of the model. Refuses what `@slipway/text` cannot encode exactly.
 */
import type { Digest } from '@slipway/contracts';
import type { ArtifactStore } from '@slipway/core';
import { readGgufVocabulary, type Vocabulary } from '@slipway/text';
import { findText, findTexts, openGguf } from '@slipway/weights';

/** @throws SlipwayError `argument-invalid` for a vocabulary of another family, `weights-file-invalid` */
export async function readModelVocabulary(store: ArtifactStore, model: Digest): Promise<Vocabulary> {
  return readFileVocabulary(await locateVocabulary(store, model));
}

/** Where a model's vocabulary lies. */
export function locateVocabulary(store: ArtifactStore, model: Digest): Promise<string> {
  return store.locateFile(model, 'model.gguf');
}

/** @throws SlipwayError `argument-invalid` for a vocabulary of another family, `weights-file-invalid` */
export async function readFileVocabulary(path: string): Promise<Vocabulary> {
  const file = await openGguf(path);
  try {
    const { metadata } = file;
    const types = metadata.get('tokenizer.ggml.token_type')?.value;
    return readGgufVocabulary({
      model: findText(metadata, 'tokenizer.ggml.model') ?? 'none',
      pre: findText(metadata, 'tokenizer.ggml.pre') ?? 'none',
      tokens: findTexts(metadata, 'tokenizer.ggml.tokens') ?? [],
      merges: findTexts(metadata, 'tokenizer.ggml.merges') ?? [],
      tokenTypes: types instanceof Int32Array ? Array.from(types) : [],
    });
  } finally {
    await file.close();
  }
}
