/**
 * What a tokenizer artifact, or the tokenizer inside a model, makes of a text: ids, the piece of each, and its place.
 * Invariant: the pieces stand one behind the other; where the text is normalised first, places are those of the normalised text.
 */
import { readFile } from 'node:fs/promises';
import { type Digest, type EncodedText, SlipwayError } from '@slipway/contracts';
import type { ArtifactStore } from '@slipway/core';
import {
  createDecoder,
  createTokenizer,
  loadKernels,
  readTokenizerJson,
  type Vocabulary,
} from '@slipway/text';
import { readModelVocabulary } from '../vocabulary/read-model-vocabulary.ts';

/** @throws SlipwayError `argument-invalid` where the artifact has no tokenizer that can be encoded with exactly */
export async function encodeWith(store: ArtifactStore, artifact: Digest, text: string): Promise<EncodedText> {
  const vocabulary = await readVocabulary(store, artifact);
  const ids = createTokenizer(await loadKernels(), vocabulary).encodeText(text);
  const decoder = createDecoder(vocabulary, { skipsSpecial: false });
  const special = new Set(vocabulary.addedTokens.filter((one) => one.isSpecial).map(({ id }) => id));
  let at = 0;
  const tokens = Array.from(ids, (id) => {
    const bytes = decoder.bytesOf([id]);
    const start = at;
    at += bytes.length;
    return { id, text: showBytes(bytes), start, end: at, isSpecial: special.has(id) };
  });
  const normalised = vocabulary.normaliser === 'nfc' ? text.normalize('NFC') : text;
  return {
    numBytes: Buffer.byteLength(text),
    tokens,
    isRestored: Buffer.from(normalised).equals(decoder.bytesOf(ids)),
  };
}

async function readVocabulary(store: ArtifactStore, artifact: Digest): Promise<Vocabulary> {
  const { kind } = await store.readManifest(artifact);
  if (kind === 'model') return await readModelVocabulary(store, artifact);
  if (kind === 'tokenizer')
    return readTokenizerJson(await readFile(await store.locateFile(artifact, 'tokenizer.json'), 'utf8'));
  throw new SlipwayError({
    code: 'argument-invalid',
    message: `${artifact.slice(0, 19)} is a ${kind}, which has no tokenizer`,
    hint: 'Name a tokenizer or a model.',
  });
}

/** A token's text; bytes that are no whole characters as `\xE4`. */
function showBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) =>
      byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16).toUpperCase()}`,
    ).join('');
  }
}
