/**
 * Q4_0: 32 values as a half-precision scale and 32 nibbles, 8 standing for zero.
 * Invariant: byte for byte `quantize_row_q4_0_ref` in ggml-quants.c: scale = (the value of largest magnitude, signed) / -8; the low
 * nibbles hold the first 16 values, the high nibbles the last 16.
 */
import type { EncodingBlockCodec } from './block-codec.ts';
import { decodeHalf, encodeHalf } from './half-float.ts';
import { reciprocal } from './reciprocal.ts';

const blockBytes = 18;

function findExtreme(values: Float32Array, from: number): number {
  let extreme = values[from] as number;
  let largest = Math.abs(extreme);
  for (let i = from + 1; i < from + 32; i++) {
    const magnitude = Math.abs(values[i] as number);
    if (magnitude > largest) {
      largest = magnitude;
      extreme = values[i] as number;
    }
  }
  return extreme;
}

const quantise = (value: number, inverse: number): number =>
  Math.min(15, Math.trunc(Math.fround(Math.fround(value * inverse) + 8.5)));

export const q4_0: EncodingBlockCodec = {
  type: 'q4_0',
  encodeLimit: 65520 * 8,
  decode(bytes, values) {
    for (let at = 0, out = 0; at < bytes.length; at += blockBytes, out += 32) {
      const scale = decodeHalf((bytes[at] as number) | ((bytes[at + 1] as number) << 8));
      for (let i = 0; i < 16; i++) {
        const pair = bytes[at + 2 + i] as number;
        values[out + i] = scale * ((pair & 15) - 8);
        values[out + 16 + i] = scale * ((pair >>> 4) - 8);
      }
    }
  },
  encode(values, bytes) {
    for (let from = 0, at = 0; from < values.length; from += 32, at += blockBytes) {
      const scale = Math.fround(findExtreme(values, from) / -8);
      const inverse = reciprocal(scale);
      const half = encodeHalf(scale);
      bytes[at] = half;
      bytes[at + 1] = half >>> 8;
      for (let i = 0; i < 16; i++) {
        const low = quantise(values[from + i] as number, inverse);
        const high = quantise(values[from + 16 + i] as number, inverse);
        bytes[at + 2 + i] = low | (high << 4);
      }
    }
  },
};
