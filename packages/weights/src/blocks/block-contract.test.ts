/**
 * One contract for all block types: the sizes agree, decoding fills exactly its output, encoding is deterministic, and both equal
 * the reference (golden blocks made by Python's gguf) to the byte.
 */
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getDecoder, getEncoder, readableTypes, type WritableType, writableTypes } from './codecs.ts';
import { findTensorType, type TensorType, tensorTypes } from './tensor-type.ts';

interface Golden {
  readonly encode: Record<string, { values: string; bytes: string }>;
  readonly decode: Record<string, { values: string; bytes: string }>;
}

const golden = JSON.parse(
  await readFile(new URL('./__fixtures__/golden-blocks.json', import.meta.url), 'utf8'),
) as Golden;
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
const floatsOf = (text: string): Float32Array => new Float32Array(bytesOf(text).buffer);
const bitsOf = (values: Float32Array): Uint32Array =>
  new Uint32Array(values.buffer, values.byteOffset, values.length);

function decode(type: TensorType, bytes: Uint8Array): Float32Array {
  const { blockElements, blockBytes } = tensorTypes[type];
  const values = new Float32Array((bytes.length / blockBytes) * blockElements);
  getDecoder(type, 'test').decode(bytes, values);
  return values;
}

function encode(type: WritableType, values: Float32Array): Uint8Array {
  const { blockElements, blockBytes } = tensorTypes[type];
  const bytes = new Uint8Array((values.length / blockElements) * blockBytes);
  getEncoder(type).encode(values, bytes);
  return bytes;
}

const finite = fc.float({ noNaN: true, noDefaultInfinity: true, min: -60000, max: 60000 });
const someBlocks = (type: TensorType) => {
  const { blockElements } = tensorTypes[type];
  return fc
    .integer({ min: 1, max: 3 })
    .chain((count) =>
      fc.array(finite, { minLength: count * blockElements, maxLength: count * blockElements }),
    )
    .map((values) => Float32Array.from(values));
};

/** The largest error in one value, given the largest magnitude in its block and the value itself. */
const errorBounds: Record<WritableType, (value: number, largest: number) => number> = {
  f32: () => 0,
  f16: (value) => Math.max(Math.abs(value) * 2 ** -11, 2 ** -25),
  bf16: (value) => Math.max(Math.abs(value) * 2 ** -8, 2 ** -133),
  q8_0: (_, largest) => largest / 127 / 2 + largest * 2 ** -11 + 2 ** -18,
  q4_0: (_, largest) => (largest / 8) * 1.01 + 2 ** -21,
  q4_1: (_, largest) => (2 * largest) / 15 / 2 + largest * 0.01 + 2 ** -20,
};

describe.each(readableTypes)('block type %s', (type) => {
  const { blockElements, blockBytes, id } = tensorTypes[type];

  it('stands under its own name and number', () => {
    expect(getDecoder(type, 'test').type).toBe(type);
    expect(findTensorType(id)).toBe(type);
  });

  it('decodes the reference blocks to the same bits', () => {
    const { bytes, values } = golden.decode[type] as { bytes: string; values: string };
    expect(bitsOf(decode(type, bytesOf(bytes)))).toEqual(bitsOf(floatsOf(values)));
  });

  it('decodes from any offset in memory and touches nothing beside its output', () => {
    const data = bytesOf((golden.decode[type] as { bytes: string }).bytes);
    const shifted = new Uint8Array(data.length + 1);
    shifted.set(data, 1);
    const numValues = (data.length / blockBytes) * blockElements;
    const room = new Float32Array(numValues + 2).fill(7);
    getDecoder(type, 'test').decode(shifted.subarray(1), room.subarray(1, numValues + 1));
    expect(bitsOf(room.slice(1, -1))).toEqual(bitsOf(decode(type, data)));
    expect([room[0], room.at(-1)]).toEqual([7, 7]);
  });

  it('accepts any bytes', () => {
    const anyBlock = fc.uint8Array({ minLength: blockBytes, maxLength: blockBytes });
    fc.assert(
      fc.property(anyBlock, (bytes) => {
        expect(decode(type, Uint8Array.from(bytes)).length).toBe(blockElements);
      }),
      { numRuns: 50 },
    );
  });
});

describe.each(writableTypes)('block type %s, encoding', (type) => {
  const { blockElements } = tensorTypes[type];

  it('encodes the reference values to the same bytes', () => {
    const { bytes, values } = golden.encode[type] as { bytes: string; values: string };
    expect(encode(type, floatsOf(values))).toEqual(bytesOf(bytes));
  });

  it('encodes to any offset in memory', () => {
    const values = new Float32Array(blockElements * 2).map((_, i) => Math.sin(i + 1));
    const expected = encode(type, values);
    const room = new Uint8Array(expected.length + 2).fill(9);
    getEncoder(type).encode(values, room.subarray(1, expected.length + 1));
    expect(room.slice(1, -1)).toEqual(expected);
    expect([room[0], room.at(-1)]).toEqual([9, 9]);
  });

  it('keeps every value within the error that rounding may cause', () => {
    fc.assert(
      fc.property(someBlocks(type), (values) => {
        const restored = decode(type, encode(type, values));
        for (let from = 0; from < values.length; from += blockElements) {
          const block = values.subarray(from, from + blockElements);
          const largest = block.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
          for (const [i, value] of block.entries()) {
            const error = Math.abs(value - (restored[from + i] as number));
            expect(error).toBeLessThanOrEqual(errorBounds[type](value, largest));
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('keeps zeros and tiny values finite', () => {
    for (const tiny of [0, -0, 1e-45, -1e-40, 3e-39, 1e-30]) {
      const values = new Float32Array(blockElements).fill(tiny);
      const restored = decode(type, encode(type, values));
      expect(restored.every((value) => Math.abs(value) <= 2 ** -24)).toBe(true);
    }
  });
});

describe('a type without a codec', () => {
  it('is refused by name', () => {
    expect(() => getDecoder('iq4_nl', 'tensor output.weight')).toThrow(
      /tensor output.weight has type IQ4_NL/,
    );
  });
});
