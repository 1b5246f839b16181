/**
 * A GGUF file with a vocabulary and nothing else, made of a `tokenizer.json`.
 * Invariant: its ids are those of the `tokenizer.json`, whose first special tokens come first.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeGguf } from '@slipway/weights';

/** Token types of llama.cpp (`llama_token_type`). */
const normal = 1;
const control = 3;

/** @param numSpecial how many of the first ids are special */
export async function makeVocabularyGguf(json: string, numSpecial: number): Promise<Buffer> {
  const { model } = JSON.parse(json) as {
    model: { vocab: Record<string, number>; merges: [string, string][] };
  };
  const tokens = Object.entries(model.vocab).sort(([, a], [, b]) => a - b);
  const types = Int32Array.from(tokens, ([, id]) => (id < numSpecial ? control : normal));
  const merges = model.merges.map((pair) => pair.join(' '));
  const folder = await mkdtemp(join(tmpdir(), 'slipway-gguf-'));
  const path = join(folder, 'model.gguf');
  try {
    await writeGguf(path, {
      metadata: new Map([
        ['general.architecture', { type: 'string', value: 'llama' }],
        ['tokenizer.ggml.model', { type: 'string', value: 'gpt2' }],
        ['tokenizer.ggml.pre', { type: 'string', value: 'gpt-2' }],
        [
          'tokenizer.ggml.tokens',
          { type: 'array', elementType: 'string', value: tokens.map(([text]) => text) },
        ],
        ['tokenizer.ggml.token_type', { type: 'array', elementType: 'int32', value: types }],
        ['tokenizer.ggml.merges', { type: 'array', elementType: 'string', value: merges }],
      ]),
      tensors: [],
    });
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
