/**
 * A random llama model of two layers with a real byte-level tokenizer, small enough to be made in a test and complete enough for
 * any GGUF engine to load.
 * Invariant: the same bytes each time.
 */
import { type GgufTensorInput, type GgufValue, writeGguf } from '@slipway/weights';

const embeddingSize = 64;
const feedForwardSize = 128;
const numLayers = 2;
const mergeRules = ['t h', 'th e', 'Ġ the', 'i n', 'e r', 'a n', 'an d', 'Ġ and', 'o n', 'o r'];

/** GPT-2's printable stand-ins for the 256 bytes. */
function listByteTokens(): string[] {
  const printable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
}

export const controlTokens = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'];
export const tokens = [
  ...controlTokens,
  ...listByteTokens(),
  ...mergeRules.map((rule) => rule.replace(' ', '')),
];

function makeMetadata(): Map<string, GgufValue> {
  const uint32 = (value: number): GgufValue => ({ type: 'uint32', value });
  const float32 = (value: number): GgufValue => ({ type: 'float32', value });
  const text = (value: string): GgufValue => ({ type: 'string', value });
  const texts = (value: readonly string[]): GgufValue => ({ type: 'array', elementType: 'string', value });
  const tokenTypes = Int32Array.from(tokens, (_, i) => (i < controlTokens.length ? 3 : 1));
  return new Map<string, GgufValue>([
    ['general.architecture', text('llama')],
    ['general.name', text('Tiny')],
    ['llama.block_count', uint32(numLayers)],
    ['llama.context_length', uint32(256)],
    ['llama.embedding_length', uint32(embeddingSize)],
    ['llama.feed_forward_length', uint32(feedForwardSize)],
    ['llama.attention.head_count', uint32(4)],
    ['llama.attention.head_count_kv', uint32(2)],
    ['llama.attention.layer_norm_rms_epsilon', float32(1e-5)],
    ['llama.rope.freq_base', float32(10000)],
    ['llama.rope.dimension_count', uint32(16)],
    ['llama.vocab_size', uint32(tokens.length)],
    ['tokenizer.ggml.model', text('gpt2')],
    ['tokenizer.ggml.pre', text('gpt-2')],
    ['tokenizer.ggml.tokens', texts(tokens)],
    ['tokenizer.ggml.token_type', { type: 'array', elementType: 'int32', value: tokenTypes }],
    ['tokenizer.ggml.merges', texts(mergeRules)],
    ['tokenizer.ggml.bos_token_id', uint32(1)],
    ['tokenizer.ggml.eos_token_id', uint32(2)],
    ['tokenizer.ggml.add_bos_token', { type: 'bool', value: false }],
    ['general.file_type', uint32(0)],
  ]);
}

/** Numbers between -1 and 1 that depend only on the seed (mulberry32). */
function makeNumbers(seed: number, count: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

function makeTensor(name: string, shape: readonly number[], seed: number): GgufTensorInput {
  const numElements = shape.reduce((product, size) => product * size, 1);
  const readChunks = () => {
    const scale = shape.length === 1 ? 0.1 : 0.25;
    const values = makeNumbers(seed, numElements).map(
      (value) => value * scale + (shape.length === 1 ? 1 : 0),
    );
    return [new Uint8Array(values.buffer)];
  };
  return { name, shape, type: 'f32', readChunks };
}

/** Writes the model in F32. */
export async function writeTinyChatModel(path: string): Promise<void> {
  const [wide, half] = [embeddingSize, embeddingSize / 2];
  const layers = Array.from({ length: numLayers }, (_, layer): [string, number[]][] => [
    [`blk.${layer}.attn_norm.weight`, [wide]],
    [`blk.${layer}.attn_q.weight`, [wide, wide]],
    [`blk.${layer}.attn_k.weight`, [half, wide]],
    [`blk.${layer}.attn_v.weight`, [half, wide]],
    [`blk.${layer}.attn_output.weight`, [wide, wide]],
    [`blk.${layer}.ffn_norm.weight`, [wide]],
    [`blk.${layer}.ffn_gate.weight`, [feedForwardSize, wide]],
    [`blk.${layer}.ffn_up.weight`, [feedForwardSize, wide]],
    [`blk.${layer}.ffn_down.weight`, [wide, feedForwardSize]],
  ]).flat();
  const shapes: [string, number[]][] = [
    ['token_embd.weight', [tokens.length, wide]],
    ...layers,
    ['output_norm.weight', [wide]],
  ];
  const tensors = shapes.map(([name, shape], i) => makeTensor(name, shape, i));
  await writeGguf(path, { metadata: makeMetadata(), tensors });
}
