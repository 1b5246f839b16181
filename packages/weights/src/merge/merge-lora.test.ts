/** Merging against W + scale * B A computed plainly here, with rows reordered as llama.cpp's converter does. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeHalf, encodeHalf } from '../blocks/half-float.ts';
import { openGguf } from '../gguf/gguf-file.ts';
import {
  makeFactors,
  makeTensorValues,
  type SmallAdapterOptions,
  type SmallModelOptions,
  writeSmallAdapter,
  writeSmallModel,
} from '../testing/small-model.ts';
import { withTemporaryFolder } from '../testing/temporary-folder.ts';
import { decodeWholeTensor } from '../transcode/decode-tensor.ts';
import { type MergedModel, mergeLora } from './merge-lora.ts';

const query = ['model.layers.0.self_attn.q_proj', [64, 64]] as const;
const key = ['model.layers.1.self_attn.k_proj', [32, 64]] as const;
const down = ['model.layers.1.mlp.down_proj', [64, 96]] as const;
const head = ['lm_head', [40, 64]] as const;
const embeddings = ['model.embed_tokens', [40, 64]] as const;

interface Outcome {
  readonly merged: MergedModel;
  readonly tensors: ReadonlyMap<string, Float32Array>;
  readonly types: ReadonlyMap<string, string>;
}

async function merge(model: SmallModelOptions, adapter: SmallAdapterOptions): Promise<Outcome> {
  return withTemporaryFolder(async (folder) => {
    const [basePath, adapterPath, outputPath] = ['base.gguf', 'adapter', 'out.gguf'].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    await writeSmallModel(basePath, model);
    await writeSmallAdapter(adapterPath, adapter);
    const merged = await mergeLora({ basePath, adapterPath, outputPath });
    const file = await openGguf(outputPath);
    const tensors = new Map<string, Float32Array>();
    for (const tensor of file.tensors) tensors.set(tensor.name, await decodeWholeTensor(file, tensor));
    await file.close();
    return { merged, tensors, types: new Map(file.tensors.map(({ name, type }) => [name, type])) };
  });
}

/** For a GGUF row the row in Hugging Face's order: within a head of 16, rows 0, 8, 1, 9, ... */
const interleaved = (row: number): number => row - (row % 16) + (row % 2) * 8 + Math.floor((row % 16) / 2);
const inPlace = (row: number): number => row;

function expectedValues(
  name: string,
  module: readonly [string, readonly [number, number]],
  order = inPlace,
  scale = 2,
): number[] {
  const [rows, columns] = module[1];
  const base = makeTensorValues(name, rows * columns);
  const { a, b } = makeFactors(module[0], module[1], 3);
  return Array.from(base, (value, i) => {
    const row = order(Math.floor(i / columns));
    let change = 0;
    for (let k = 0; k < 3; k++)
      change += (b[row * 3 + k] as number) * (a[k * columns + (i % columns)] as number);
    return decodeHalf(encodeHalf(value + scale * change));
  });
}

describe('merging into a llama model', () => {
  it('adds scale * B A, with query and key rows where llama.cpp has them', async () => {
    const { merged, tensors, types } = await merge({}, { modules: [query, key, down] });
    expect(merged.mergedTensors).toEqual([
      'blk.0.attn_q.weight',
      'blk.1.attn_k.weight',
      'blk.1.ffn_down.weight',
    ]);
    const close = (actual: Float32Array | undefined, expected: readonly number[]) => {
      const worst = expected.reduce(
        (max, value, i) => Math.max(max, Math.abs(value - (actual?.[i] as number))),
        0,
      );
      expect(worst).toBeLessThanOrEqual(2 ** -9);
      const numEqual = expected.filter((value, i) => value === actual?.[i]).length;
      expect(numEqual / expected.length).toBeGreaterThan(0.999);
    };
    close(tensors.get('blk.0.attn_q.weight'), expectedValues('blk.0.attn_q.weight', query, interleaved));
    close(tensors.get('blk.1.attn_k.weight'), expectedValues('blk.1.attn_k.weight', key, interleaved));
    close(tensors.get('blk.1.ffn_down.weight'), expectedValues('blk.1.ffn_down.weight', down));
    expect(types.get('blk.0.attn_v.weight')).toBe('f16');
    expect(types.get('blk.0.attn_norm.weight')).toBe('f32');
    expect(tensors.get('output_norm.weight')).toEqual(makeTensorValues('output_norm.weight', 64));
  });

  it('leaves rows in place for qwen2', async () => {
    const { tensors } = await merge({ architecture: 'qwen2' }, { modules: [query] });
    const expected = expectedValues('blk.0.attn_q.weight', query);
    expect(
      [...(tensors.get('blk.0.attn_q.weight') ?? [])].filter((value, i) => value === expected[i]).length,
    ).toBeGreaterThan(4090);
  });

  it('obeys rank stabilisation and alpha patterns', async () => {
    const configuration = { use_rslora: true, alpha_pattern: { q_proj: 9 } };
    const { tensors } = await merge({ architecture: 'qwen2' }, { modules: [query, down], configuration });
    const [q, d] = [tensors.get('blk.0.attn_q.weight'), tensors.get('blk.1.ffn_down.weight')];
    const scales = [9 / Math.sqrt(3), 6 / Math.sqrt(3)] as const;
    const expectedQ = expectedValues('blk.0.attn_q.weight', query, inPlace, scales[0]);
    const expectedD = expectedValues('blk.1.ffn_down.weight', down, inPlace, scales[1]);
    expect(expectedQ.filter((value, i) => value === q?.[i]).length).toBeGreaterThan(expectedQ.length * 0.999);
    expect(expectedD.filter((value, i) => value === d?.[i]).length).toBeGreaterThan(expectedD.length * 0.999);
  });
});

describe('merging where embeddings are tied', () => {
  const changed = (tensors: Outcome['tensors'], name: string): boolean => {
    const before = makeTensorValues('token_embd.weight', 40 * 64);
    return (
      tensors.get(name)?.some((value, i) => value !== decodeHalf(encodeHalf(before[i] as number))) ?? false
    );
  };

  it('keeps them tied when the adapter changes neither', async () => {
    const { merged, tensors } = await merge({ isTied: true }, { modules: [query] });
    expect(merged.isUntied).toBe(false);
    expect(tensors.has('output.weight')).toBe(false);
  });

  it('writes the output matrix apart when the adapter changes the head', async () => {
    const { merged, tensors } = await merge({ isTied: true }, { modules: [head] });
    expect(merged).toMatchObject({ isUntied: true, mergedTensors: ['output.weight'] });
    expect([changed(tensors, 'token_embd.weight'), changed(tensors, 'output.weight')]).toEqual([false, true]);
  });

  it('writes the output matrix apart when the adapter changes the embeddings', async () => {
    const { merged, tensors } = await merge({ isTied: true }, { modules: [embeddings] });
    expect(merged).toMatchObject({ isUntied: true, mergedTensors: ['token_embd.weight'] });
    expect([changed(tensors, 'token_embd.weight'), changed(tensors, 'output.weight')]).toEqual([true, false]);
    const expected = expectedValues('token_embd.weight', embeddings);
    const actual = tensors.get('token_embd.weight');
    expect(expected.filter((value, i) => value === actual?.[i]).length).toBeGreaterThan(
      expected.length * 0.999,
    );
  });
});

describe('a merge that cannot be right', () => {
  const refuse = (configuration: Record<string, unknown>) => merge({}, { modules: [query], configuration });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ peft_type: 'IA3' }, /peft_type is IA3/],
    [{ fan_in_fan_out: true }, /fan_in_fan_out/],
    [{ use_dora: true }, /use_dora/],
    [{ bias: 'all' }, /bias is all/],
    [{ modules_to_save: ['lm_head'] }, /modules_to_save/],
    [{ init_lora_weights: 'pissa' }, /pissa, which changes the base/],
    [{ r: 0 }, /r is no positive integer/],
    [{ lora_alpha: 'much' }, /lora_alpha/],
    [{ alpha_pattern: { q_proj: 'x' } }, /alpha_pattern/],
    [{ alpha_pattern: { '(': 1 } }, /alpha_pattern/],
  ])('is refused: %j', async (configuration, message) => {
    await expect(refuse(configuration)).rejects.toMatchObject({
      code: 'weights-file-invalid',
      message: expect.stringMatching(message),
    });
  });

  it('is refused when the base has no such tensor, or another shape', async () => {
    const absent = merge({}, { modules: [['model.layers.2.self_attn.q_proj', [64, 64]]] });
    await expect(absent).rejects.toMatchObject({ code: 'weights-tensor-missing' });
    const unknown = merge({}, { modules: [['model.layers.0.mlp.experts', [64, 64]]] });
    await expect(unknown).rejects.toMatchObject({ code: 'weights-tensor-missing' });
    const wrong = merge({}, { modules: [['model.layers.0.self_attn.q_proj', [64, 96]]] });
    await expect(wrong).rejects.toMatchObject({
      code: 'weights-shape-mismatch',
      message: expect.stringMatching(/q_proj of shape \[64, 96\].*attn_q.weight has \[64, 64\]/),
    });
  });

  it('is refused when a weight becomes too large for F16, naming the tensor, and leaves no file', async () => {
    const change = (name: string, values: Float32Array) => {
      if (name === 'blk.1.ffn_up.weight') values[70] = 70000;
    };
    await expect(merge({ change }, { modules: [query] })).rejects.toMatchObject({
      message: expect.stringMatching(
        /blk.1.ffn_up.weight has the value 70000 at element 70, which F16 cannot hold/,
      ),
    });
  });

  it('is refused when half of a factor pair, or the whole folder, is missing', async () => {
    await withTemporaryFolder(async (folder) => {
      const [basePath, adapterPath, outputPath] = [
        join(folder, 'a.gguf'),
        join(folder, 'adapter'),
        join(folder, 'b.gguf'),
      ];
      await writeSmallModel(basePath);
      const options = { basePath, adapterPath, outputPath };
      await expect(mergeLora(options)).rejects.toMatchObject({
        message: expect.stringMatching(/no adapter folder/),
      });
      await writeSmallAdapter(adapterPath, { modules: [query] });
      const path = join(adapterPath, 'adapter_model.safetensors');
      const bytes = await readFile(path);
      await writeFile(
        path,
        Buffer.from(bytes.toString('latin1').replace('lora_A.weight', 'lora_C.weight'), 'latin1'),
      );
      await expect(mergeLora(options)).rejects.toMatchObject({
        message: expect.stringMatching(/is no LoRA factor/),
      });
      await writeFile(
        path,
        Buffer.from(bytes.toString('latin1').replace('q_proj.lora_A', 'k_proj.lora_A'), 'latin1'),
      );
      await expect(mergeLora(options)).rejects.toMatchObject({ code: 'weights-tensor-missing' });
      await writeFile(path, bytes.subarray(0, bytes.length - 4));
      await expect(mergeLora(options)).rejects.toMatchObject({ code: 'weights-file-truncated' });
      expect((await readdir(folder)).toSorted()).toEqual(['a.gguf', 'adapter']);
    });
  });
});
