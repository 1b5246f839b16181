/** Qwen2 and Qwen2.5: Llama's names, biases on query, key and value; rows keep their place. */
import type { Architecture } from './architecture.ts';
import { makeNameMaps, sharedModuleNames } from './decoder-names.ts';

export const qwen2: Architecture = {
  name: 'qwen2',
  ...makeNameMaps([...sharedModuleNames, ['model.layers.{}.post_attention_layernorm', 'blk.{}.ffn_norm']]),
  getRowOrder: () => undefined,
  getValueOffset: () => 0,
};
