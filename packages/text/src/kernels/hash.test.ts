import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Kernels, loadKernels } from './load-kernels.ts';
import { hash64Scalar } from './scalar/hash.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

function hash64(bytes: Uint8Array, seed = 0n): bigint {
  const mark = kernels.mark();
  const pointer = kernels.reserve(bytes.length);
  kernels.bytes().set(bytes, pointer);
  const hash = kernels.calls.hash64(pointer, bytes.length, seed);
  kernels.release(mark);
  return BigInt.asUintN(64, hash);
}

test('gives the values that the reference implementation prints', () => {
  const of = (text: string) => hash64(new TextEncoder().encode(text));
  expect(of('')).toBe(0xef46db3751d8e999n);
  expect(of('a')).toBe(0xd24ec4f1a98c6e5bn);
  expect(of('abc')).toBe(0x44bc2cf5ad770999n);
  expect(of('Nobody inspects the spammish repetition')).toBe(0xfbcea83c8a378bf1n);
});

test('equals its scalar twin for any bytes and seed', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
      (bytes, seed) => {
        expect(hash64(bytes, seed)).toBe(hash64Scalar(bytes, seed));
      },
    ),
  );
});

test('memory grows as room is reserved, and is given back', () => {
  const mark = kernels.mark();
  const pointer = kernels.reserve(3_000_000);
  kernels.bytes().fill(7, pointer, pointer + 3_000_000);
  expect(kernels.bytes().length).toBeGreaterThanOrEqual(pointer + 3_000_000);
  kernels.release(mark);
  expect(kernels.reserve(1)).toBe(pointer);
});
