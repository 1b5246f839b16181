/** GGUF files written and read again: nothing is lost, bytes are deterministic, and no malformed file does harm. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSlipwayError } from '@slipway/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withTemporaryFolder } from '../testing/temporary-folder.ts';
import { openGguf } from './gguf-file.ts';
import type { GgufArray, GgufMetadata, GgufValue } from './gguf-value.ts';
import { type GgufTensorInput, writeGguf } from './write-gguf.ts';

const float = (min: number, max: number) => fc.float({ min, max, noNaN: true });
const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constant('\udc80a\udcff'));
const numberValue: fc.Arbitrary<GgufValue> = fc.oneof(
  fc.integer({ min: 0, max: 255 }).map((value) => ({ type: 'uint8' as const, value })),
  fc.integer({ min: -128, max: 127 }).map((value) => ({ type: 'int8' as const, value })),
  fc.integer({ min: 0, max: 65535 }).map((value) => ({ type: 'uint16' as const, value })),
  fc.integer({ min: -32768, max: 32767 }).map((value) => ({ type: 'int16' as const, value })),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((value) => ({ type: 'uint32' as const, value })),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((value) => ({ type: 'int32' as const, value })),
  float(-1e10, 1e10).map((value) => ({ type: 'float32' as const, value })),
  fc.double({ noNaN: true }).map((value) => ({ type: 'float64' as const, value })),
);
const scalarValue: fc.Arbitrary<GgufValue> = fc.oneof(
  numberValue,
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => ({ type: 'uint64' as const, value })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => ({ type: 'int64' as const, value })),
  fc.boolean().map((value) => ({ type: 'bool' as const, value })),
  text.map((value) => ({ type: 'string' as const, value })),
);
const flatArray: fc.Arbitrary<GgufArray> = fc.oneof(
  fc
    .array(text, { maxLength: 5 })
    .map((value) => ({ type: 'array' as const, elementType: 'string' as const, value })),
  fc.float32Array({ maxLength: 5, noNaN: true }).map((value) => ({
    type: 'array' as const,
    elementType: 'float32' as const,
    value: Float32Array.from(value),
  })),
  fc.array(fc.integer(), { maxLength: 5 }).map((value) => ({
    type: 'array' as const,
    elementType: 'int32' as const,
    value: Int32Array.from(value),
  })),
  fc.bigInt64Array({ maxLength: 5 }).map((value) => ({
    type: 'array' as const,
    elementType: 'int64' as const,
    value: BigInt64Array.from(value),
  })),
  fc.array(fc.boolean(), { maxLength: 5 }).map((value) => ({
    type: 'array' as const,
    elementType: 'bool' as const,
    value: Uint8Array.from(value, Number),
  })),
);
const nestedArray: fc.Arbitrary<GgufArray> = fc
  .array(flatArray, { maxLength: 3 })
  .map((value) => ({ type: 'array', elementType: 'array', value }));
const metadataOf = fc
  .uniqueArray(
    fc.tuple(fc.string({ minLength: 1, maxLength: 8 }), fc.oneof(scalarValue, flatArray, nestedArray)),
    {
      maxLength: 8,
      selector: ([key]) => key,
    },
  )
  .filter((entries) => entries.every(([key]) => key !== 'general.alignment'))
  .map((entries): GgufMetadata => new Map(entries));

const tensorOf = (name: string, shape: readonly number[], seed = 1): GgufTensorInput => {
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) =>
    Math.sin(seed + i),
  );
  return { name, shape, type: 'f32', readChunks: () => [new Uint8Array(values.buffer)] };
};
const smallContent = {
  metadata: new Map<string, GgufValue>([
    ['general.architecture', { type: 'string', value: 'llama' }],
    ['llama.block_count', { type: 'uint32', value: 1 }],
    ['tokenizer.ggml.tokens', { type: 'array', elementType: 'string', value: ['a', '文'] }],
  ]),
  tensors: [tensorOf('token_embd.weight', [2, 32]), tensorOf('output_norm.weight', [5])],
};

async function expectRefusal(path: string): Promise<unknown> {
  try {
    const file = await openGguf(path);
    await file.close();
    return undefined;
  } catch (error) {
    expect(isSlipwayError(error), String(error)).toBe(true);
    return error;
  }
}

describe('a GGUF file', () => {
  it('gives back all metadata in its order, and writing it again gives the same bytes', async () => {
    await withTemporaryFolder(async (folder) => {
      await fc.assert(
        fc.asyncProperty(metadataOf, async (metadata) => {
          const path = join(folder, 'a.gguf');
          await writeGguf(path, { metadata, tensors: [] });
          const file = await openGguf(path);
          expect([...file.metadata]).toEqual([...metadata]);
          const again = join(folder, 'b.gguf');
          await writeGguf(again, { metadata: file.metadata, tensors: [] });
          await file.close();
          expect(await readFile(again)).toEqual(await readFile(path));
        }),
        { numRuns: 60 },
      );
    });
  });

  it('gives back tensors with shape, type, bytes, and obeys the alignment', async () => {
    await withTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.gguf');
      const alignment: GgufValue = { type: 'uint32', value: 64 };
      const metadata = new Map([...smallContent.metadata, ['general.alignment', alignment] as const]);
      await writeGguf(path, { ...smallContent, metadata });
      const file = await openGguf(path);
      expect(file.tensors.map(({ name, shape, type }) => ({ name, shape, type }))).toEqual([
        { name: 'token_embd.weight', shape: [2, 32], type: 'f32' },
        { name: 'output_norm.weight', shape: [5], type: 'f32' },
      ]);
      const tensor = file.findTensor('output_norm.weight');
      expect(tensor && tensor.offset % 64).toBe(0);
      const bytes = new Uint8Array(8);
      if (tensor) await file.readBytes(tensor, 4, bytes);
      expect([...new Float32Array(bytes.buffer)]).toEqual([2, 3].map((i) => Math.fround(Math.sin(i))));
      await file.close();
    });
  });
});

describe('a malformed GGUF file', () => {
  it('is refused at whatever byte it ends', async () => {
    await withTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.gguf');
      await writeGguf(path, smallContent);
      const whole = await readFile(path);
      const lastByte = whole.length - 12;
      for (let length = 0; length < lastByte; length += 1) {
        await writeFile(path, whole.subarray(0, length));
        expect(await expectRefusal(path), `cut at ${length}`).toMatchObject({
          code: 'weights-file-truncated',
        });
      }
    });
  });

  it('never crashes, whichever byte of the header is changed', async () => {
    await withTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.gguf');
      await writeGguf(path, smallContent);
      const whole = await readFile(path);
      for (let at = 0; at < 320; at++) {
        for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
          const broken = Buffer.from(whole);
          broken[at] = value;
          await writeFile(path, broken);
          await expectRefusal(path);
        }
      }
    });
  });

  const header = (
    numTensors: bigint,
    numKeys: bigint,
    rest: Buffer = Buffer.alloc(0),
    version = 3,
  ): Buffer => {
    const start = Buffer.alloc(24);
    start.write('GGUF');
    start.writeUInt32LE(version, 4);
    start.writeBigUInt64LE(numTensors, 8);
    start.writeBigUInt64LE(numKeys, 16);
    return Buffer.concat([start, rest]);
  };
  const uint64 = (value: bigint): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(value);
    return bytes;
  };
  const uint32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);
  const key = (name: string, type: number): Buffer =>
    Buffer.concat([uint64(BigInt(name.length)), Buffer.from(name), uint32(type)]);
  const tensorInfo = (name: string, sizes: readonly bigint[], offset: bigint, type = 0): Buffer =>
    Buffer.concat([
      uint64(BigInt(name.length)),
      Buffer.from(name),
      uint32(sizes.length),
      ...sizes.map(uint64),
      uint32(type),
      uint64(offset),
    ]);
  const data = Buffer.alloc(4096);

  it.each<[string, Buffer, RegExp]>([
    ['another magic number', Buffer.from('GGML'.padEnd(64)), /no GGUF file/],
    ['version 1', header(0n, 0n, data, 1), /version 1 is not supported/],
    ['big-endian', header(0n, 0n, data, 3 << 24), /big-endian/],
    ['2^64 tensors', header(2n ** 64n - 1n, 0n, data), /number of tensors is absurd/],
    ['a billion tensors', header(10n ** 9n, 0n, data), /claims 1000000000 tensors/],
    ['a billion keys', header(0n, 10n ** 9n, data), /claims 1000000000 metadata keys/],
    ['a key of 4 GB', header(0n, 1n, uint64(2n ** 32n)), /metadata key 0 is 4294967296 bytes long/],
    [
      'a text of 2^50 bytes',
      header(0n, 1n, Buffer.concat([key('k', 8), uint64(2n ** 50n), data])),
      /ends inside metadata k/,
    ],
    [
      'an array of 2^40 texts',
      header(0n, 1n, Buffer.concat([key('k', 9), uint32(8), uint64(2n ** 40n), data])),
      /ends inside metadata k/,
    ],
    ['an unknown value type', header(0n, 1n, Buffer.concat([key('k', 77), data])), /unknown value type 77/],
    [
      'a boolean of 2',
      header(0n, 1n, Buffer.concat([key('k', 7), Buffer.from([2])])),
      /boolean with the value 2/,
    ],
    [
      'a key twice',
      header(0n, 2n, Buffer.concat([key('k', 0), Buffer.from([1]), key('k', 0), Buffer.from([1])])),
      /k stands in it twice/,
    ],
    ['no dimensions', header(1n, 0n, Buffer.concat([tensorInfo('t', [], 0n), data])), /0 dimensions/],
    [
      'a dimension of zero',
      header(1n, 0n, Buffer.concat([tensorInfo('t', [0n], 0n), data])),
      /impossible shape \[0\]/,
    ],
    [
      'an infinite size',
      header(1n, 0n, Buffer.concat([tensorInfo('t', [2n ** 40n, 2n ** 40n], 0n), data])),
      /impossible shape/,
    ],
    [
      'a row that is no block',
      header(1n, 0n, Buffer.concat([tensorInfo('t', [33n], 0n, 8), data])),
      /Q8_0 blocks of 32/,
    ],
    [
      'an unknown tensor type',
      header(1n, 0n, Buffer.concat([tensorInfo('t', [1n], 0n, 99), data])),
      /unknown type 99/,
    ],
    [
      'an offset outside',
      header(1n, 0n, Buffer.concat([tensorInfo('t', [8n], 1n << 20n), data])),
      /tensor t would end at/,
    ],
    [
      'an offset between',
      header(1n, 0n, Buffer.concat([tensorInfo('t', [8n], 7n), data])),
      /not aligned to 32/,
    ],
    [
      'a name twice',
      header(2n, 0n, Buffer.concat([tensorInfo('t', [8n], 0n), tensorInfo('t', [8n], 32n), data])),
      /t stands in it twice/,
    ],
    [
      'overlap',
      header(2n, 0n, Buffer.concat([tensorInfo('t', [9n], 0n), tensorInfo('u', [8n], 32n), data])),
      /t and u overlap/,
    ],
  ])('with %s is refused by name', async (_, bytes, message) => {
    await withTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.gguf');
      await writeFile(path, bytes);
      expect(await expectRefusal(path)).toMatchObject({ message: expect.stringMatching(message) });
    });
  });

  it('with arrays nested without end is refused', async () => {
    await withTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.gguf');
      const level = Buffer.concat([uint32(9), uint64(1n)]);
      await writeFile(
        path,
        header(0n, 1n, Buffer.concat([key('k', 9), ...Array.from({ length: 99 }, () => level)])),
      );
      expect(await expectRefusal(path)).toMatchObject({ message: expect.stringMatching(/nested deeper/) });
    });
  });

  it('that is a folder or absent is refused', async () => {
    await withTemporaryFolder(async (folder) => {
      expect(await expectRefusal(folder)).toMatchObject({ code: 'weights-file-invalid' });
      expect(await expectRefusal(join(folder, 'none.gguf'))).toMatchObject({
        message: expect.stringMatching(/ENOENT/),
      });
    });
  });
});

describe('writing that fails', () => {
  const leavesNothing = async (
    content: Parameters<typeof writeGguf>[1],
    signal?: AbortSignal,
  ): Promise<unknown> =>
    withTemporaryFolder(async (folder) => {
      const outcome = await writeGguf(join(folder, 'a.gguf'), content, { signal }).catch(
        (error: unknown) => error,
      );
      expect(await readdir(folder)).toEqual([]);
      return outcome;
    });

  it('leaves no file when a tensor is too short or too long', async () => {
    const tensors = [{ ...tensorOf('t', [4]), readChunks: () => [new Uint8Array(12)] }];
    expect(await leavesNothing({ metadata: new Map(), tensors })).toMatchObject({
      code: 'weights-shape-mismatch',
    });
  });

  it('leaves no file when stopped', async () => {
    const controller = new AbortController();
    const tensors = [
      {
        ...tensorOf('t', [4]),
        *readChunks() {
          yield new Uint8Array(8);
          controller.abort(new Error('enough'));
          yield new Uint8Array(8);
        },
      },
    ];
    expect(await leavesNothing({ metadata: new Map(), tensors }, controller.signal)).toMatchObject({
      message: 'enough',
    });
  });

  it('refuses a name twice and rows that are no blocks', async () => {
    const twice = { metadata: new Map(), tensors: [tensorOf('t', [4]), tensorOf('t', [4])] };
    expect(await leavesNothing(twice)).toMatchObject({ code: 'weights-file-invalid' });
    const uneven = { metadata: new Map(), tensors: [{ ...tensorOf('t', [2, 33]), type: 'q8_0' as const }] };
    expect(await leavesNothing(uneven)).toMatchObject({ code: 'weights-shape-mismatch' });
  });
});
