// The input of the weights benchmark: a random llama model in F16 and a LoRA adapter for all of its linear layers.
// Invariant: the same options give the same bytes.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { convertGguf, writeGguf, writeSafetensors } from '@slipway/weights';

const wide = 576;
const feedForward = 1536;
const rank = 16;
const linear = {
  attn_q: ['self_attn.q_proj', wide, wide],
  attn_k: ['self_attn.k_proj', wide / 3, wide],
  attn_v: ['self_attn.v_proj', wide / 3, wide],
  attn_output: ['self_attn.o_proj', wide, wide],
  ffn_gate: ['mlp.gate_proj', feedForward, wide],
  ffn_up: ['mlp.up_proj', feedForward, wide],
  ffn_down: ['mlp.down_proj', wide, feedForward],
};

let state = 20240229;
/** Roughly normal numbers from a fixed seed. */
function makeNumbers(count, scale) {
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Float32Array.from({ length: count }, () => (next() + next() + next() + next() - 2) * scale);
}

const floats = (name, shape, scale) => ({
  name,
  shape,
  type: 'f32',
  dtype: 'F32',
  readChunks: () => [
    new Uint8Array(
      makeNumbers(
        shape.reduce((a, b) => a * b),
        scale,
      ).buffer,
    ),
  ],
});

async function writeModel(path, { numLayers, vocabularySize }) {
  const uint32 = (value) => ({ type: 'uint32', value });
  const metadata = new Map([
    ['general.architecture', { type: 'string', value: 'llama' }],
    ['llama.block_count', uint32(numLayers)],
    ['llama.attention.head_count', uint32(9)],
    ['llama.attention.head_count_kv', uint32(3)],
    [
      'tokenizer.ggml.tokens',
      {
        type: 'array',
        elementType: 'string',
        value: Array.from({ length: vocabularySize }, (_, i) => `token${i}`),
      },
    ],
  ]);
  const tensors = [floats('token_embd.weight', [vocabularySize, wide], 0.1)];
  for (let layer = 0; layer < numLayers; layer++) {
    tensors.push(floats(`blk.${layer}.attn_norm.weight`, [wide], 1));
    for (const [name, [, rows, columns]] of Object.entries(linear)) {
      tensors.push(floats(`blk.${layer}.${name}.weight`, [rows, columns], 0.1));
    }
    tensors.push(floats(`blk.${layer}.ffn_norm.weight`, [wide], 1));
  }
  tensors.push(floats('output_norm.weight', [wide], 1));
  await writeGguf(path, { metadata, tensors });
}

async function writeAdapter(folder, numLayers) {
  await mkdir(folder, { recursive: true });
  const configuration = { peft_type: 'LORA', r: rank, lora_alpha: 2 * rank, bias: 'none' };
  await writeFile(join(folder, 'adapter_config.json'), JSON.stringify(configuration));
  const tensors = [];
  for (let layer = 0; layer < numLayers; layer++) {
    for (const [module, rows, columns] of Object.values(linear)) {
      const name = `base_model.model.model.layers.${layer}.${module}`;
      tensors.push(floats(`${name}.lora_A.weight`, [rank, columns], 0.02));
      tensors.push(floats(`${name}.lora_B.weight`, [rows, rank], 0.02));
    }
  }
  await writeSafetensors(join(folder, 'adapter_model.safetensors'), { metadata: new Map(), tensors });
}

/** Writes `base.gguf` (F16) and `adapter/` into a folder. */
export async function makeInput(folder, size) {
  await writeModel(join(folder, 'f32.gguf'), size);
  await convertGguf(join(folder, 'f32.gguf'), join(folder, 'base.gguf'), { type: 'f16' });
  await writeAdapter(join(folder, 'adapter'), size.numLayers);
}
