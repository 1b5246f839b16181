/**
 * The names that the Llama family of decoders share, and the map in both directions that an architecture makes of its own list.
 * Invariant: a pair of names ends alike: what follows the module (`.weight`, `.bias`) is the same on both sides.
 * Source: gguf-py/gguf/tensor_mapping.py.
 */

/** Hugging Face module and GGUF module; `{}` stands for the layer's number. */
export type ModuleNames = readonly (readonly [huggingFace: string, gguf: string])[];

export const sharedModuleNames: ModuleNames = [
  ['model.embed_tokens', 'token_embd'],
  ['model.norm', 'output_norm'],
  ['lm_head', 'output'],
  ['model.layers.{}.input_layernorm', 'blk.{}.attn_norm'],
  ['model.layers.{}.self_attn.q_proj', 'blk.{}.attn_q'],
  ['model.layers.{}.self_attn.k_proj', 'blk.{}.attn_k'],
  ['model.layers.{}.self_attn.v_proj', 'blk.{}.attn_v'],
  ['model.layers.{}.self_attn.o_proj', 'blk.{}.attn_output'],
  ['model.layers.{}.mlp.gate_proj', 'blk.{}.ffn_gate'],
  ['model.layers.{}.mlp.up_proj', 'blk.{}.ffn_up'],
  ['model.layers.{}.mlp.down_proj', 'blk.{}.ffn_down'],
];

export interface NameMaps {
  toGgufName(huggingFaceName: string): string | undefined;
  toHuggingFaceName(ggufName: string): string | undefined;
}

function makeMap(
  pairs: readonly (readonly [from: string, to: string])[],
): (name: string) => string | undefined {
  const modules = new Map(pairs);
  return (name) => {
    const [, module = '', suffix = ''] = /^(.*)(\.weight|\.bias)$/.exec(name) ?? [];
    const layer = /\.(\d+)\./.exec(module)?.[1];
    const pattern = layer === undefined ? module : module.replace(`.${layer}.`, '.{}.');
    const found = modules.get(pattern);
    return found === undefined ? undefined : found.replace('{}', layer ?? '') + suffix;
  };
}

/** Both maps for a list of names. */
export function makeNameMaps(names: ModuleNames): NameMaps {
  return { toGgufName: makeMap(names), toHuggingFaceName: makeMap(names.map(([from, to]) => [to, from])) };
}
