/** safetensors files written and read again, sharded ones, and each way in which a header can break the format. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSlipwayError } from '@slipway/contracts';
import { describe, expect, it } from 'vitest';
import { withTemporaryFolder } from '../testing/temporary-folder.ts';
import { openSafetensors } from './safetensors-file.ts';
import { openShardedSafetensors } from './sharded-safetensors.ts';
import { type SafetensorsInput, writeSafetensors } from './write-safetensors.ts';

const floats = (name: string, shape: readonly number[], start: number): SafetensorsInput => {
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => start + i);
  return { name, dtype: 'F32', shape, readChunks: () => [new Uint8Array(values.buffer)] };
};
const bytes = (name: string, numBytes: number): SafetensorsInput => ({
  name,
  dtype: 'U8',
  shape: [numBytes],
  readChunks: () => [new Uint8Array(numBytes).fill(5)],
});

async function writeRaw(path: string, header: string, numDataBytes: number): Promise<void> {
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  await writeFile(path, Buffer.concat([prefix, Buffer.from(header), Buffer.alloc(numDataBytes)]));
}

async function refusalOf(open: Promise<{ close(): Promise<void> }>): Promise<unknown> {
  try {
    await (await open).close();
    return undefined;
  } catch (error) {
    expect(isSlipwayError(error), String(error)).toBe(true);
    return error;
  }
}

describe('a safetensors file', () => {
  it('gives back metadata and tensors; equal input gives equal bytes, whatever its order', async () => {
    await withTemporaryFolder(async (folder) => {
      const [first, second] = [join(folder, 'a.safetensors'), join(folder, 'b.safetensors')];
      const inputs = [bytes('z', 3), floats('b', [2, 3], 10), floats('a', [], 1), floats('empty', [0, 4], 0)];
      const metadata = new Map([['format', 'pt']]);
      await writeSafetensors(first, { metadata, tensors: inputs });
      await writeSafetensors(second, { metadata, tensors: inputs.toReversed() });
      expect(await readFile(second)).toEqual(await readFile(first));
      const file = await openSafetensors(first);
      expect([...file.metadata]).toEqual([['format', 'pt']]);
      expect(file.tensors.map(({ name, dtype, shape }) => [name, dtype, shape])).toEqual([
        ['a', 'F32', []],
        ['b', 'F32', [2, 3]],
        ['empty', 'F32', [0, 4]],
        ['z', 'U8', [3]],
      ]);
      const b = file.findTensor('b');
      const read = new Uint8Array(8);
      if (b) await file.readBytes(b, 8, read);
      expect([...new Float32Array(read.buffer)]).toEqual([12, 13]);
      await file.close();
    });
  });

  it('leaves no file when a tensor comes with too few bytes', async () => {
    await withTemporaryFolder(async (folder) => {
      const tensors = [{ ...floats('a', [4], 0), readChunks: () => [new Uint8Array(4)] }];
      const outcome = writeSafetensors(join(folder, 'a.safetensors'), { metadata: new Map(), tensors });
      await expect(outcome).rejects.toMatchObject({ code: 'weights-shape-mismatch' });
      expect(await readdir(folder)).toEqual([]);
    });
  });
});

describe('a header that breaks the format', () => {
  const tensor = (begin: number, end: number, shape = `[${(end - begin) / 4}]`): string =>
    `{"dtype":"F32","shape":${shape},"data_offsets":[${begin},${end}]}`;

  it.each<[string, string, number, RegExp]>([
    ['no JSON', '{"a":', 0, /no valid JSON/],
    ['no object', '[]', 0, /does not begin with \{/],
    ['leading space', ` {"a":${tensor(0, 8)}}`, 8, /does not begin with \{/],
    ['a name twice', `{"a":${tensor(0, 8)},"a":${tensor(0, 8)}}`, 8, /names a twice/],
    ['a name twice, escaped', `{"a":${tensor(0, 8)},"\\u0061":${tensor(0, 8)}}`, 8, /names a twice/],
    ['metadata that is no text', '{"__metadata__":{"a":1}}', 0, /__metadata__/],
    ['an unknown type', '{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}', 8, /unknown type F31/],
    ['a negative size', `{"a":${tensor(0, 8, '[-2]')}}`, 8, /no valid shape/],
    ['an overflowing shape', `{"a":${tensor(0, 8, '[1e15,1e15]')}}`, 8, /impossible shape/],
    ['offsets that do not fit the shape', `{"a":${tensor(0, 8, '[3]')}}`, 8, /needs 12 bytes/],
    ['offsets that run backwards', `{"a":${tensor(8, 0, '[2]')}}`, 8, /needs 8 bytes/],
    ['offsets outside', `{"a":${tensor(0, 16)}}`, 8, /would end at byte 16/],
    ['a hole', `{"a":${tensor(0, 8)},"b":${tensor(12, 16)}}`, 16, /b leaves a hole/],
    ['an overlap', `{"a":${tensor(0, 8)},"b":${tensor(4, 12)}}`, 12, /b overlaps/],
    ['surplus bytes', `{"a":${tensor(0, 8)}}`, 9, /1 bytes after the last tensor/],
  ])('by %s is refused', async (_, header, numDataBytes, message) => {
    await withTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.safetensors');
      await writeRaw(path, header, numDataBytes);
      expect(await refusalOf(openSafetensors(path))).toMatchObject({
        message: expect.stringMatching(message),
      });
    });
  });

  it('by its length is refused', async () => {
    await withTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.safetensors');
      await writeFile(path, Buffer.from([1, 2, 3]));
      expect(await refusalOf(openSafetensors(path))).toMatchObject({ code: 'weights-file-truncated' });
      await writeFile(path, Buffer.from('ffffffffffffff7f7b7d', 'hex'));
      expect(await refusalOf(openSafetensors(path))).toMatchObject({ code: 'weights-file-invalid' });
      await writeFile(path, Buffer.from('40000000000000007b7d', 'hex'));
      expect(await refusalOf(openSafetensors(path))).toMatchObject({ code: 'weights-file-truncated' });
      await writeFile(path, Buffer.from('0300000000000000ff7b7d', 'hex'));
      expect(await refusalOf(openSafetensors(path))).toMatchObject({
        message: expect.stringMatching(/UTF-8/),
      });
    });
  });
});

describe('sharded safetensors', () => {
  const index = (map: Record<string, string>): string => JSON.stringify({ weight_map: map });

  it('are read as one', async () => {
    await withTemporaryFolder(async (folder) => {
      const path = join(folder, 'model.safetensors.index.json');
      const metadata = new Map<string, string>();
      await writeSafetensors(join(folder, 'one.safetensors'), { metadata, tensors: [floats('a', [2], 1)] });
      await writeSafetensors(join(folder, 'two.safetensors'), { metadata, tensors: [floats('b', [2], 7)] });
      await writeFile(path, index({ b: 'two.safetensors', a: 'one.safetensors' }));
      const store = await openShardedSafetensors(path);
      expect(store.tensors.map(({ name }) => name)).toEqual(['b', 'a']);
      const b = store.findTensor('b');
      const read = new Uint8Array(8);
      if (b) await store.readBytes(b, 0, read);
      expect([...new Float32Array(read.buffer)]).toEqual([7, 8]);
      await store.close();
    });
  });

  it('are refused when a tensor is not where the index says, or a file is outside the folder', async () => {
    await withTemporaryFolder(async (folder) => {
      const path = join(folder, 'model.safetensors.index.json');
      await writeSafetensors(join(folder, 'one.safetensors'), {
        metadata: new Map(),
        tensors: [floats('a', [2], 1)],
      });
      await writeFile(path, index({ b: 'one.safetensors' }));
      expect(await refusalOf(openShardedSafetensors(path))).toMatchObject({ code: 'weights-tensor-missing' });
      await writeFile(path, index({ a: '../one.safetensors' }));
      expect(await refusalOf(openShardedSafetensors(path))).toMatchObject({ code: 'weights-file-invalid' });
      await writeFile(path, '{}');
      expect(await refusalOf(openShardedSafetensors(path))).toMatchObject({
        message: expect.stringMatching(/weight_map/),
      });
    });
  });
});
