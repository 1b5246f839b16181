/**
 * Q8_0: 32 values as a half-precision scale and 32 signed bytes.
 * Invariant: byte for byte `quantize_row_q8_0_ref` in ggml-quants.c: scale = max|x| / 127, x / scale rounded half away from
 * zero, each operation rounded to 32 bits.
 */
import type { EncodingBlockCodec } from './block-codec.ts';
import { decodeHalf, encodeHalf } from './half-float.ts';
import { reciprocal } from './reciprocal.ts';

const blockBytes = 34;

const scratchBits = new Int32Array(1);
const scratchFloat = new Float32Array(scratchBits.buffer);

/** The largest magnitude of a block. Magnitudes compare as their bits do, which takes no branch. */
function findLargest(bits: Int32Array, from: number): number {
  let largest = 0;
  for (let i = from; i < from + 32; i++) {
    const shortfall = largest - ((bits[i] as number) & 0x7fffffff);
    largest -= shortfall & (shortfall >> 31);
  }
  scratchBits[0] = largest;
  return scratchFloat[0] as number;
}

/** To the nearest integer, halves away from zero, without a branch on the sign, which no processor can predict. */
function roundAway(value: number): number {
  const doubled = (value * 2) | 0;
  const outward = doubled + ((doubled >> 31) | 1);
  return (outward + (outward >>> 31)) >> 1;
}

export const q8_0: EncodingBlockCodec = {
  type: 'q8_0',
  encodeLimit: 65520 * 127,
  decode(bytes, values) {
    for (let at = 0, out = 0; at < bytes.length; at += blockBytes) {
      const scale = decodeHalf((bytes[at] as number) | ((bytes[at + 1] as number) << 8));
      for (let i = at + 2; i < at + blockBytes; i++) {
        values[out++] = scale * (((bytes[i] as number) << 24) >> 24);
      }
    }
  },
  encode(values, bytes) {
    const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
    for (let from = 0, at = 0; from < values.length; from += 32, at += blockBytes) {
      const largest = findLargest(bits, from);
      const scale = Math.fround(largest / 127);
      const inverse = reciprocal(scale);
      const half = encodeHalf(scale);
      bytes[at] = half;
      bytes[at + 1] = half >>> 8;
      for (let i = 0; i < 32; i++) {
        bytes[at + 2 + i] = roundAway(Math.fround((values[from + i] as number) * inverse));
      }
    }
  },
};
