/**
 * A small model of two layers with fixed pseudo-random weights, and LoRA adapters for it, written as real files.
 * Invariant: the same options give the same bytes. Refuses to be used outside tests: it is not exported.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getEncoder, type WritableType } from '../blocks/codecs.ts';
import { tensorTypes } from '../blocks/tensor-type.ts';
import type { GgufValue } from '../gguf/gguf-value.ts';
import { type GgufTensorInput, writeGguf } from '../gguf/write-gguf.ts';
import { type SafetensorsInput, writeSafetensors } from '../safetensors/write-safetensors.ts';

const embeddingSize = 64;
const feedForwardSize = 96;
const vocabularySize = 40;

const layerShapes: readonly [name: string, shape: readonly number[]][] = [
  ['attn_norm.weight', [embeddingSize]],
  ['attn_q.weight', [embeddingSize, embeddingSize]],
  ['attn_k.weight', [embeddingSize / 2, embeddingSize]],
  ['attn_v.weight', [embeddingSize / 2, embeddingSize]],
  ['attn_output.weight', [embeddingSize, embeddingSize]],
  ['ffn_norm.weight', [embeddingSize]],
  ['ffn_gate.weight', [feedForwardSize, embeddingSize]],
  ['ffn_up.weight', [feedForwardSize, embeddingSize]],
  ['ffn_down.weight', [embeddingSize, feedForwardSize]],
];

/** Numbers between -1 and 1 that depend only on the seed (mulberry32). */
export function makeNumbers(seed: number, count: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

export interface SmallModelOptions {
  readonly architecture?: 'llama' | 'qwen2';
  readonly type?: WritableType;
  readonly isTied?: boolean;
  /** Metadata to set besides or instead of the model's own. */
  readonly metadata?: ReadonlyMap<string, GgufValue>;
  /** Changes a tensor's values before they are written. */
  readonly change?: (name: string, values: Float32Array) => void;
}

function makeMetadata(architecture: string): Map<string, GgufValue> {
  const uint32 = (value: number): GgufValue => ({ type: 'uint32', value });
  const texts = (value: readonly string[]): GgufValue => ({ type: 'array', elementType: 'string', value });
  return new Map<string, GgufValue>([
    ['general.architecture', { type: 'string', value: architecture }],
    ['general.name', { type: 'string', value: 'Small' }],
    ['general.license', { type: 'string', value: 'apache-2.0' }],
    ['general.languages', texts(['en', 'zh'])],
    [`${architecture}.block_count`, uint32(2)],
    [`${architecture}.context_length`, uint32(128)],
    [`${architecture}.embedding_length`, uint32(embeddingSize)],
    [`${architecture}.attention.head_count`, uint32(4)],
    [`${architecture}.attention.head_count_kv`, uint32(2)],
    [`${architecture}.rope.freq_base`, { type: 'float32', value: 10000 }],
    ['tokenizer.ggml.model', { type: 'string', value: 'gpt2' }],
    ['tokenizer.ggml.tokens', texts(Array.from({ length: vocabularySize }, (_, i) => `token${i}`))],
    ['tokenizer.ggml.merges', texts(Array.from({ length: 20 }, (_, i) => `a b${i}`))],
    [
      'tokenizer.chat_template',
      { type: 'string', value: '{% for message in messages %}\n{{ message }}\n{% endfor %}' },
    ],
    ['general.file_type', uint32(0)],
  ]);
}

function listTensors(options: SmallModelOptions): [name: string, shape: readonly number[]][] {
  const embeddings: [string, readonly number[]][] = [['token_embd.weight', [vocabularySize, embeddingSize]]];
  const layers = [0, 1].flatMap((layer) =>
    layerShapes.map(([name, shape]): [string, readonly number[]] => [`blk.${layer}.${name}`, shape]),
  );
  const output: [string, readonly number[]][] = options.isTied
    ? []
    : [['output.weight', [vocabularySize, embeddingSize]]];
  return [...embeddings, ...layers, ['output_norm.weight', [embeddingSize]], ...output];
}

/** The values of a tensor of the small model before they are stored in a type. */
export function makeTensorValues(name: string, numElements: number): Float32Array {
  const seed = [...name].reduce((hash, character) => Math.imul(hash, 31) + character.charCodeAt(0), 7);
  return makeNumbers(seed, numElements);
}

function makeTensor(name: string, shape: readonly number[], options: SmallModelOptions): GgufTensorInput {
  const type = shape.length === 1 ? 'f32' : (options.type ?? 'f32');
  const numElements = shape.reduce((product, size) => product * size, 1);
  const readChunks = () => {
    const values = makeTensorValues(name, numElements);
    options.change?.(name, values);
    const { blockElements, blockBytes } = tensorTypes[type];
    const bytes = new Uint8Array((numElements / blockElements) * blockBytes);
    getEncoder(type).encode(values, bytes);
    return [bytes];
  };
  return { name, shape, type, readChunks };
}

/** Writes the small model. */
export async function writeSmallModel(path: string, options: SmallModelOptions = {}): Promise<void> {
  const metadata = new Map([...makeMetadata(options.architecture ?? 'llama'), ...(options.metadata ?? [])]);
  const tensors = listTensors(options).map(([name, shape]) => makeTensor(name, shape, options));
  await writeGguf(path, { metadata, tensors });
}

export interface SmallAdapterOptions {
  /** Module and shape of its weight: ['model.layers.0.self_attn.q_proj', [64, 64]]. */
  readonly modules: readonly (readonly [module: string, shape: readonly [number, number]])[];
  readonly rank?: number;
  /** Fields of adapter_config.json besides or instead of a plain adapter's. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** The factors of one module: A [rank, inputs] and B [outputs, rank]. */
export function makeFactors(
  module: string,
  shape: readonly [number, number],
  rank: number,
): { a: Float32Array; b: Float32Array } {
  return {
    a: makeTensorValues(`${module}.A`, rank * shape[1]),
    b: makeTensorValues(`${module}.B`, shape[0] * rank),
  };
}

const transpose = (values: Float32Array, numRows: number, numColumns: number): Float32Array =>
  values.map((_, i) => values[(i % numRows) * numColumns + Math.floor(i / numRows)] as number);

/** Writes an adapter folder as PEFT does: for embeddings the factors are transposed. */
export async function writeSmallAdapter(folder: string, options: SmallAdapterOptions): Promise<void> {
  const rank = options.rank ?? 3;
  const tensors = options.modules.flatMap(([module, shape]): SafetensorsInput[] => {
    const { a, b } = makeFactors(module, shape, rank);
    const isEmbedding = module.endsWith('embed_tokens');
    const name = `base_model.model.${module}.lora_`;
    const input = (suffix: string, size: readonly number[], values: Float32Array): SafetensorsInput => ({
      name: name + suffix,
      dtype: 'F32',
      shape: size,
      readChunks: () => [new Uint8Array(values.buffer)],
    });
    if (isEmbedding) {
      return [
        input('embedding_A', [rank, shape[0]], transpose(b, shape[0], rank)),
        input('embedding_B', [shape[1], rank], transpose(a, rank, shape[1])),
      ];
    }
    return [input('A.weight', [rank, shape[1]], a), input('B.weight', [shape[0], rank], b)];
  });
  await mkdir(folder, { recursive: true });
  const configuration = { peft_type: 'LORA', r: rank, lora_alpha: 6, bias: 'none', ...options.configuration };
  await writeFile(join(folder, 'adapter_config.json'), JSON.stringify(configuration));
  await writeSafetensors(join(folder, 'adapter_model.safetensors'), {
    metadata: new Map([['format', 'pt']]),
    tensors,
  });
}
