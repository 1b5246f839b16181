/**
 * Encodes texts with the tokenizers of a store, as someone sees them who tries a tokenizer out.
 * Invariant: vocabularies are read and texts encoded in a thread, one text after the other, so that the caller's own thread stays free; it is
 * begun with the first text. Refuses artifacts without a tokenizer.
 */
import { type Digest, type EncodedText, SlipwayError } from '@slipway/contracts';
import type { ArtifactStore } from '@slipway/core';
import { openThread } from '@slipway/text';
import { locateVocabulary } from '../../vocabulary/read-model-vocabulary.ts';
import type { EncodeJob } from './encode-thread.ts';

export interface TextEncoderOfStore {
  /**
   * @param artifact a tokenizer, or a model with one
   * @throws SlipwayError `argument-invalid` where the artifact has no tokenizer that can be encoded with exactly
   */
  encode(artifact: Digest, text: string): Promise<EncodedText>;
  /** Ends the thread. */
  close(): Promise<void>;
}

// Beside the sources as beside the compiled files: threads run compiled code.
const script = new URL('../../../dist/tokenizer/encoding/encode-thread.js', import.meta.url);

export function openTextEncoder(store: ArtifactStore): TextEncoderOfStore {
  const thread = openThread<EncodeJob, EncodedText, never>({ script });
  let last: Promise<unknown> = Promise.resolve();
  let numAsked = 0;
  return {
    async encode(artifact, text) {
      const job = { ...(await locate(store, artifact)), artifact, text };
      numAsked += 1;
      const place = numAsked;
      const answer = last.then(() => thread.run(job, place));
      last = answer.catch(() => undefined);
      return await answer;
    },
    close: () => thread.close(),
  };
}

async function locate(store: ArtifactStore, artifact: Digest): Promise<Pick<EncodeJob, 'kind' | 'path'>> {
  const { kind } = await store.readManifest(artifact);
  if (kind === 'model') return { kind, path: await locateVocabulary(store, artifact) };
  if (kind === 'tokenizer') return { kind, path: await store.locateFile(artifact, 'tokenizer.json') };
  throw new SlipwayError({
    code: 'argument-invalid',
    message: `${artifact.slice(0, 19)} is a ${kind}, which has no tokenizer`,
    hint: 'Name a tokenizer or a model.',
  });
}
