/** Comparison: correct conversions pass, and each planted fault is named by its place. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writableTypes } from '../blocks/codecs.ts';
import { convertGguf } from '../convert/convert-gguf.ts';
import { openGguf } from '../gguf/gguf-file.ts';
import type { GgufMetadata, GgufValue } from '../gguf/gguf-value.ts';
import { mergeLora } from '../merge/merge-lora.ts';
import { type SmallModelOptions, writeSmallAdapter, writeSmallModel } from '../testing/small-model.ts';
import { withTemporaryFolder } from '../testing/temporary-folder.ts';
import { compareGguf, compareMerge } from './compare-gguf.ts';
import type { GgufComparison } from './difference.ts';

async function compareWithFault(
  fault: SmallModelOptions,
  type: 'f16' | 'q8_0' = 'q8_0',
): Promise<GgufComparison> {
  return withTemporaryFolder(async (folder) => {
    const [reference, faulty, converted] = ['a.gguf', 'b.gguf', 'c.gguf'].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    await writeSmallModel(reference);
    await writeSmallModel(faulty, fault);
    await convertGguf(faulty, converted, { type });
    return compareGguf(reference, converted);
  });
}

async function changeMetadata(
  key: string,
  change: (value: GgufValue | undefined) => GgufValue,
): Promise<GgufMetadata> {
  return withTemporaryFolder(async (folder) => {
    const path = join(folder, 'a.gguf');
    await writeSmallModel(path);
    const file = await openGguf(path);
    await file.close();
    return new Map([[key, change(file.metadata.get(key))]]);
  });
}

const changeElement = (key: string, index: number, text: string): Promise<GgufMetadata> =>
  changeMetadata(key, (value) => {
    if (value?.type !== 'array' || value.elementType !== 'string')
      throw new Error(`${key} is no list of texts`);
    return { ...value, value: value.value.with(index, text) };
  });

describe('comparing', () => {
  it.each(writableTypes)('passes a correct conversion to %s', async (type) => {
    await withTemporaryFolder(async (folder) => {
      const [reference, candidate] = [join(folder, 'a.gguf'), join(folder, 'b.gguf')];
      const change = (_: string, values: Float32Array) => {
        for (let i = 0; i < 64; i++) values[i] = (values[i] as number) * 1e-7;
      };
      await writeSmallModel(reference, { change });
      await convertGguf(reference, candidate, { type });
      const comparison = await compareGguf(reference, candidate);
      expect(comparison.differences).toEqual([]);
      expect(comparison).toMatchObject({ isEqual: true });
      expect(comparison.tensorErrors.length).toBe(21);
    });
  });

  it('names two rows exchanged in a matrix, and that they are exchanged', async () => {
    const change = (name: string, values: Float32Array) => {
      if (name !== 'blk.1.attn_q.weight') return;
      const row = values.slice(17 * 64, 18 * 64);
      values.copyWithin(17 * 64, 30 * 64, 31 * 64);
      values.set(row, 30 * 64);
    };
    for (const type of ['f16', 'q8_0'] as const) {
      const { differences, worstTensor } = await compareWithFault({ change }, type);
      expect(differences).toMatchObject([
        {
          kind: 'weights',
          place: 'tensor blk.1.attn_q.weight, row 17',
          message: expect.stringMatching(/it holds row 30: rows are in another order \(2 of 64 rows differ/),
        },
      ]);
      expect(worstTensor?.name).toBe('blk.1.attn_q.weight');
    }
  });

  it('names a changed value and a NaN', async () => {
    const { differences } = await compareWithFault({
      change: (name, values) => {
        if (name === 'blk.0.ffn_norm.weight') values[3] = Number.NaN;
        if (name === 'blk.0.ffn_up.weight') values[64 * 9] = 4;
      },
    });
    expect(differences.map(({ place }) => place)).toEqual([
      'tensor blk.0.ffn_norm.weight, row 0',
      'tensor blk.0.ffn_up.weight, row 9',
    ]);
    expect(differences[1]?.message).toMatch(/its values differ \(1 of 96 rows/);
  });

  it('names a wrong rope base', async () => {
    const metadata = await changeMetadata('llama.rope.freq_base', () => ({ type: 'float32', value: 500000 }));
    const { differences, isEqual } = await compareWithFault({ metadata });
    expect(isEqual).toBe(false);
    expect(differences).toMatchObject([
      { kind: 'metadata', message: 'metadata llama.rope.freq_base: 10000 became 500000' },
    ]);
  });

  it('names one wrong merge and one wrong token by its index', async () => {
    const merges = await changeElement('tokenizer.ggml.merges', 12, 'x y');
    const tokens = await changeElement('tokenizer.ggml.tokens', 7, '错');
    const { differences } = await compareWithFault({ metadata: new Map([...merges, ...tokens]) });
    expect(differences.map(({ kind, place, message }) => ({ kind, place, message }))).toEqual([
      {
        kind: 'tokenizer',
        place: 'metadata tokenizer.ggml.tokens, element 7',
        message: 'metadata tokenizer.ggml.tokens, element 7: "token7" became "错" (1 of 40 elements differ)',
      },
      {
        kind: 'tokenizer',
        place: 'metadata tokenizer.ggml.merges, element 12',
        message: 'metadata tokenizer.ggml.merges, element 12: "a b12" became "x y" (1 of 20 elements differ)',
      },
    ]);
  });

  it('names the line of a changed chat template', async () => {
    const metadata = await changeMetadata('tokenizer.chat_template', (value) => ({
      type: 'string',
      value: String(value?.value).replace('{{ message }}', '{{ messages }}'),
    }));
    const { differences } = await compareWithFault({ metadata });
    expect(differences).toMatchObject([
      { kind: 'chat-template', place: 'metadata tokenizer.chat_template, line 2, character 40' },
    ]);
  });

  it('names tensors missing and added, and keys added', async () => {
    const metadata = new Map<string, GgufValue>([['llama.expert_count', { type: 'uint32', value: 8 }]]);
    const { differences } = await compareWithFault({ isTied: true, metadata });
    expect(differences.map(({ message }) => message)).toEqual([
      'metadata llama.expert_count: it was added',
      'tensor output.weight is missing',
    ]);
  });
});

describe('comparing a merge with base and adapter', () => {
  it('passes the merge itself and names where another differs', async () => {
    await withTemporaryFolder(async (folder) => {
      const [basePath, adapterPath, mergedPath] = [
        join(folder, 'a.gguf'),
        join(folder, 'adapter'),
        join(folder, 'b.gguf'),
      ];
      await writeSmallModel(basePath, { type: 'q8_0' });
      await writeSmallAdapter(adapterPath, { modules: [['model.layers.0.self_attn.q_proj', [64, 64]]] });
      await mergeLora({ basePath, adapterPath, outputPath: mergedPath });
      expect(await compareMerge({ basePath, adapterPath, mergedPath })).toMatchObject({
        isEqual: true,
        differences: [],
      });
      await convertGguf(basePath, mergedPath, { type: 'f16' });
      const { differences } = await compareMerge({ basePath, adapterPath, mergedPath });
      expect(differences).toMatchObject([{ kind: 'weights', place: 'tensor blk.0.attn_q.weight, row 0' }]);
    });
  });
});
