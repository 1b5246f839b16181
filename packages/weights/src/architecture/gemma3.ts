/**
 * Gemma 3 (text): four norms a layer and norms of queries and keys.
 * Invariant: Gemma multiplies by (1 + weight); the converter writes norms with that 1 added (`Gemma3Model.norm_shift` in
 * convert_hf_to_gguf.py). Rows keep their place.
 */
import type { Architecture } from './architecture.ts';
import { makeNameMaps, sharedModuleNames } from './decoder-names.ts';

export const gemma3: Architecture = {
  name: 'gemma3',
  ...makeNameMaps([
    ...sharedModuleNames,
    ['model.layers.{}.post_attention_layernorm', 'blk.{}.post_attention_norm'],
    ['model.layers.{}.pre_feedforward_layernorm', 'blk.{}.ffn_norm'],
    ['model.layers.{}.post_feedforward_layernorm', 'blk.{}.post_ffw_norm'],
    ['model.layers.{}.self_attn.q_norm', 'blk.{}.attn_q_norm'],
    ['model.layers.{}.self_attn.k_norm', 'blk.{}.attn_k_norm'],
  ]),
  getRowOrder: () => undefined,
  getValueOffset: (ggufName) => (ggufName.endsWith('norm.weight') ? 1 : 0),
};
