/**
 * A GGUF file small enough for tests, with a tensor whose bytes fill it to about the size that is asked for.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GgufMetadata, writeGguf } from '@slipway/weights';

export interface GgufOptions {
  /** Rows of 64 32-bit numbers. */
  numRows?: number;
  seed?: number;
  /** What the file states of itself, as model cards do. */
  licence?: string;
  languages?: string[];
}

export async function makeGguf(options: GgufOptions = {}): Promise<Buffer> {
  const { numRows = 256, seed = 1, licence, languages } = options;
  const folder = await mkdtemp(join(tmpdir(), 'slipway-gguf-'));
  const metadata: GgufMetadata = new Map([
    ['general.architecture', { type: 'string', value: 'llama' }],
    ['general.file_type', { type: 'uint32', value: 0 }],
    ['llama.context_length', { type: 'uint32', value: 512 }],
    ['tokenizer.chat_template', { type: 'string', value: '{{ messages }}' }],
    ...(licence === undefined ? [] : [['general.license', { type: 'string', value: licence }] as const]),
    ...(languages === undefined
      ? []
      : [['general.languages', { type: 'array', elementType: 'string', value: languages }] as const]),
  ]);
  const values = Float32Array.from({ length: numRows * 64 }, (_, place) => Math.sin(place * seed));
  const tensor = {
    name: 'token_embd.weight',
    shape: [numRows, 64],
    type: 'f32' as const,
    readChunks: () => [new Uint8Array(values.buffer)],
  };
  try {
    await writeGguf(join(folder, 'model.gguf'), { metadata, tensors: [tensor] });
    return await readFile(join(folder, 'model.gguf'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
