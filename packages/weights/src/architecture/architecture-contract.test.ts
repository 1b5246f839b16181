/** One contract for all architectures: the maps are inverse to each other, and row orders are permutations within heads. */
import { describe, expect, it } from 'vitest';
import type { GgufMetadata, GgufValue } from '../gguf/gguf-value.ts';
import { architectureNames, getArchitecture } from './architectures.ts';

const metadataFor = (name: string): GgufMetadata =>
  new Map<string, GgufValue>([
    ['general.architecture', { type: 'string', value: name }],
    [`${name}.attention.head_count`, { type: 'uint32', value: 4 }],
    [`${name}.attention.head_count_kv`, { type: 'uint32', value: 2 }],
  ]);

describe.each(architectureNames)('architecture %s', (name) => {
  const metadata = metadataFor(name);
  const architecture = getArchitecture(metadata);
  const ggufNames = [
    'token_embd.weight',
    'output.weight',
    'output_norm.weight',
    ...[
      'attn_norm',
      'attn_q',
      'attn_k',
      'attn_v',
      'attn_output',
      'ffn_norm',
      'ffn_gate',
      'ffn_up',
      'ffn_down',
    ].map((module) => `blk.12.${module}.weight`),
    'blk.0.attn_q.bias',
  ];

  it('stands under its own name', () => {
    expect(architecture.name).toBe(name);
  });

  it('maps names there and back', () => {
    for (const ggufName of ggufNames) {
      const huggingFaceName = architecture.toHuggingFaceName(ggufName);
      expect(huggingFaceName, ggufName).toBeDefined();
      expect(architecture.toGgufName(huggingFaceName ?? '')).toBe(ggufName);
    }
    expect(architecture.toGgufName('model.layers.3.self_attn.q_proj.weight')).toBe('blk.3.attn_q.weight');
    expect(architecture.toGgufName('model.layers.3.self_attn.rotary_emb.inv_freq')).toBeUndefined();
    expect(architecture.toHuggingFaceName('rope_freqs.weight')).toBeUndefined();
    expect(architecture.toGgufName('constructor.weight')).toBeUndefined();
  });

  it('moves rows only within their group, each exactly once', () => {
    for (const ggufName of ggufNames) {
      const order = architecture.getRowOrder({ ggufName, numRows: 64, metadata });
      if (!order) continue;
      expect([...order.sourceRows].toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 64 }, (_, row) => row),
      );
      for (const [row, source] of order.sourceRows.entries()) {
        expect(Math.floor(source / order.groupRows)).toBe(Math.floor(row / order.groupRows));
        expect(source % order.groupRows).toBe(order.sourceRows[row % order.groupRows]);
      }
    }
  });
});

describe('llama', () => {
  it('interleaves the halves of each head of queries and keys, and nothing else', () => {
    const metadata = metadataFor('llama');
    const { getRowOrder } = getArchitecture(metadata);
    const rowsOf = (ggufName: string) => getRowOrder({ ggufName, numRows: 16, metadata })?.sourceRows;
    expect([...(rowsOf('blk.0.attn_q.weight') ?? [])]).toEqual([
      0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11, 12, 14, 13, 15,
    ]);
    expect([...(rowsOf('blk.0.attn_k.bias') ?? [])]).toEqual([
      0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15,
    ]);
    expect(rowsOf('blk.0.attn_v.weight')).toBeUndefined();
    expect(rowsOf('blk.0.attn_output.weight')).toBeUndefined();
  });
});

describe('an architecture without a map', () => {
  it('is refused by name', () => {
    expect(() => getArchitecture(metadataFor('rwkv7'))).toThrow(/rwkv7/);
    expect(() => getArchitecture(new Map())).toThrow(/none named/);
  });
});
