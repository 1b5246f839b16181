/**
 * Llama and its kin (SmolLM2, Mistral, TinyLlama): names, and the reordering of query and key rows.
 * Invariant: llama.cpp rotates neighbouring pairs of a head's rows where Hugging Face rotates the two halves, so its converter
 * interleaves the halves of each head in attn_q and attn_k (`LlamaModel.permute` in convert_hf_to_gguf.py).
 */
import { findNumber, type GgufMetadata } from '../gguf/gguf-value.ts';
import type { Architecture, RowOrder } from './architecture.ts';
import { makeNameMaps, sharedModuleNames } from './decoder-names.ts';

function countHeads(ggufName: string, metadata: GgufMetadata): number | undefined {
  const architecture = 'llama.attention';
  const numHeads = findNumber(metadata, `${architecture}.head_count`);
  if (/^blk\.\d+\.attn_q\./.test(ggufName)) return numHeads;
  if (/^blk\.\d+\.attn_k\./.test(ggufName))
    return findNumber(metadata, `${architecture}.head_count_kv`) ?? numHeads;
  return undefined;
}

function interleaveHalves(numRows: number, numHeads: number): RowOrder {
  const groupRows = numRows / numHeads;
  const half = groupRows / 2;
  const sourceRows = Uint32Array.from({ length: numRows }, (_, row) => {
    const inHead = row % groupRows;
    return row - inHead + (inHead % 2) * half + Math.floor(inHead / 2);
  });
  return { groupRows, sourceRows };
}

export const llama: Architecture = {
  name: 'llama',
  ...makeNameMaps([...sharedModuleNames, ['model.layers.{}.post_attention_layernorm', 'blk.{}.ffn_norm']]),
  getRowOrder({ ggufName, numRows, metadata }) {
    const numHeads = countHeads(ggufName, metadata);
    if (numHeads === undefined || numRows % (2 * numHeads) !== 0) return undefined;
    return interleaveHalves(numRows, numHeads);
  },
  getValueOffset: () => 0,
};
