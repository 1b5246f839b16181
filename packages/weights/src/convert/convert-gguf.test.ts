/** Conversion: types chosen as llama.cpp chooses them, metadata true of the new file, progress to the end, nothing left when stopped. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type WritableType, writableTypes } from '../blocks/codecs.ts';
import type { WeightsProgress } from '../files/operation-options.ts';
import { openGguf } from '../gguf/gguf-file.ts';
import { findNumber, type GgufValue } from '../gguf/gguf-value.ts';
import { writeGguf } from '../gguf/write-gguf.ts';
import { openSafetensors } from '../safetensors/safetensors-file.ts';
import { makeTensorValues, writeSmallModel } from '../testing/small-model.ts';
import { withTemporaryFolder } from '../testing/temporary-folder.ts';
import { decodeWholeTensor } from '../transcode/decode-tensor.ts';
import { convertGguf } from './convert-gguf.ts';
import { exportSafetensors } from './export-safetensors.ts';

const fileTypes: Record<WritableType, number> = { f32: 0, f16: 1, q4_0: 2, q4_1: 3, q8_0: 7, bf16: 32 };

describe.each(writableTypes)('converting to %s', (type) => {
  it('writes matrices in it, vectors in F32, and says so in the metadata', async () => {
    await withTemporaryFolder(async (folder) => {
      const [source, target] = [join(folder, 'a.gguf'), join(folder, 'b.gguf')];
      await writeSmallModel(source);
      const steps: WeightsProgress[] = [];
      const written = await convertGguf(source, target, { type, onProgress: (step) => steps.push(step) });
      const file = await openGguf(target);
      const typeOf = (name: string) => file.findTensor(name)?.type;
      expect(typeOf('blk.0.ffn_up.weight')).toBe(type);
      expect(typeOf('blk.1.attn_norm.weight')).toBe('f32');
      const is4Bit = type.startsWith('q4');
      expect(typeOf('output.weight')).toBe(is4Bit ? 'q8_0' : type);
      expect(typeOf('token_embd.weight')).toBe(type);
      expect(written.exceptions).toEqual(
        is4Bit ? [{ name: 'output.weight', type: 'q8_0', reason: 'output-matrix' }] : [],
      );
      expect(findNumber(file.metadata, 'general.file_type')).toBe(fileTypes[type]);
      expect(findNumber(file.metadata, 'general.quantization_version')).toBe(2);
      expect(written).toMatchObject({ type, numTensors: file.tensors.length, sizeBytes: file.sizeBytes });
      expect(steps.at(-1)).toEqual({ doneBytes: file.sizeBytes, totalBytes: file.sizeBytes });
      expect(steps.every(({ doneBytes }, i) => i === 0 || doneBytes >= (steps[i - 1]?.doneBytes ?? 0))).toBe(
        true,
      );
      await file.close();
    });
  });

  it('gives the same bytes again, also from its own result', async () => {
    await withTemporaryFolder(async (folder) => {
      const [source, once, twice] = ['a.gguf', 'b.gguf', 'c.gguf'].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ];
      await writeSmallModel(source, { isTied: true });
      await convertGguf(source, once, { type });
      await convertGguf(once, twice, { type });
      expect((await readFile(twice)).equals(await readFile(once))).toBe(true);
      await convertGguf(source, twice, { type });
      expect((await readFile(twice)).equals(await readFile(once))).toBe(true);
    });
  });
});

describe('converting', () => {
  it('falls back to F16 where rows do not divide into blocks, and says so', async () => {
    await withTemporaryFolder(async (folder) => {
      const [source, target] = [join(folder, 'a.gguf'), join(folder, 'b.gguf')];
      const values = makeTensorValues('t', 3 * 33);
      const readChunks = () => [new Uint8Array(values.buffer)];
      await writeGguf(source, {
        metadata: new Map(),
        tensors: [{ name: 'a.weight', shape: [3, 33], type: 'f32', readChunks }],
      });
      const { exceptions } = await convertGguf(source, target, { type: 'q8_0' });
      expect(exceptions).toEqual([{ name: 'a.weight', type: 'f16', reason: 'row-length' }]);
      const file = await openGguf(target);
      expect(file.findTensor('a.weight')?.type).toBe('f16');
      await file.close();
    });
  });

  it('drops what was only true of the source and sets what it is told', async () => {
    await withTemporaryFolder(async (folder) => {
      const [source, target] = [join(folder, 'a.gguf'), join(folder, 'b.gguf')];
      const text = (value: string): GgufValue => ({ type: 'string', value });
      await writeSmallModel(source, { metadata: new Map([['quantize.imatrix.file', text('x.dat')]]) });
      await convertGguf(source, target, {
        type: 'f16',
        metadata: new Map([['general.name', text('Tuned')]]),
      });
      const file = await openGguf(target);
      expect(file.metadata.has('quantize.imatrix.file')).toBe(false);
      expect([...file.metadata.keys()].indexOf('general.name')).toBe(1);
      expect(file.metadata.get('general.name')).toEqual(text('Tuned'));
      await file.close();
    });
  });

  it('refuses one part of a split model', async () => {
    await withTemporaryFolder(async (folder) => {
      const source = join(folder, 'a.gguf');
      await writeSmallModel(source, {
        metadata: new Map([['split.count', { type: 'uint16', value: 2 } as const]]),
      });
      const outcome = convertGguf(source, join(folder, 'b.gguf'), { type: 'f16' });
      await expect(outcome).rejects.toMatchObject({ message: expect.stringMatching(/split into 2/) });
    });
  });

  it('stops when told, and leaves no file', async () => {
    await withTemporaryFolder(async (folder) => {
      const source = join(folder, 'a.gguf');
      await writeSmallModel(source);
      const controller = new AbortController();
      const onProgress = () => controller.abort(new Error('enough'));
      const outcome = convertGguf(source, join(folder, 'b.gguf'), {
        type: 'f16',
        signal: controller.signal,
        onProgress,
      });
      await expect(outcome).rejects.toThrow('enough');
      expect(await readdir(folder)).toEqual(['a.gguf']);
    });
  });

  it('refuses NaN in a quantised type, naming where it stands', async () => {
    await withTemporaryFolder(async (folder) => {
      const source = join(folder, 'a.gguf');
      const change = (name: string, values: Float32Array) => {
        if (name === 'blk.0.ffn_up.weight') values[5] = Number.NaN;
      };
      await writeSmallModel(source, { change });
      const outcome = convertGguf(source, join(folder, 'b.gguf'), { type: 'q8_0' });
      await expect(outcome).rejects.toMatchObject({
        code: 'weights-file-invalid',
        message: expect.stringMatching(/blk.0.ffn_up.weight has the value NaN at element 5/),
      });
    });
  });
});

describe('exporting to safetensors', () => {
  it('gives Hugging Face names, and rows in the order Hugging Face has them', async () => {
    await withTemporaryFolder(async (folder) => {
      const [source, target] = [join(folder, 'a.gguf'), join(folder, 'model.safetensors')];
      await writeSmallModel(source, { isTied: true });
      const exported = await exportSafetensors(source, target, { type: 'f32' });
      expect(exported).toMatchObject({ numTensors: 20, omittedTensors: [] });
      const file = await openSafetensors(target);
      expect(file.findTensor('lm_head.weight')).toBeUndefined();
      const read = async (name: string): Promise<Float32Array> => {
        const tensor = file.findTensor(name);
        if (!tensor) throw new Error(`${name} is missing`);
        return decodeWholeTensor(file, { ...tensor, type: 'f32' });
      };
      expect(await read('model.layers.1.mlp.down_proj.weight')).toEqual(
        makeTensorValues('blk.1.ffn_down.weight', 64 * 96),
      );
      const stored = makeTensorValues('blk.0.attn_k.weight', 32 * 64);
      const original = await read('model.layers.0.self_attn.k_proj.weight');
      for (let row = 0; row < 32; row++) {
        // Row i of a head's first half lies at 2i in GGUF, row i of the second at 2i + 1.
        const inHead = row % 16;
        const stored0 = (row - inHead + (inHead < 8 ? 2 * inHead : 2 * (inHead - 8) + 1)) * 64;
        expect(original.subarray(row * 64, row * 64 + 64)).toEqual(stored.subarray(stored0, stored0 + 64));
      }
      await file.close();
    });
  });
});
