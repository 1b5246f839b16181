/** Qwen3: as Qwen2 without biases and with norms of queries and keys; rows keep their place. */
import type { Architecture } from './architecture.ts';
import { makeNameMaps, sharedModuleNames } from './decoder-names.ts';

export const qwen3: Architecture = {
  name: 'qwen3',
  ...makeNameMaps([
    ...sharedModuleNames,
    ['model.layers.{}.post_attention_layernorm', 'blk.{}.ffn_norm'],
    ['model.layers.{}.self_attn.q_norm', 'blk.{}.attn_q_norm'],
    ['model.layers.{}.self_attn.k_norm', 'blk.{}.attn_k_norm'],
  ]),
  getRowOrder: () => undefined,
  getValueOffset: () => 0,
};
