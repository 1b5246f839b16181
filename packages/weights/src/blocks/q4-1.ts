/**
 * Q4_1: 32 values as a half-precision scale, a half-precision minimum and 32 nibbles.
 * Invariant: byte for byte `quantize_row_q4_1_ref` in ggml-quants.c: scale = (max - min) / 15; the low nibbles hold the first 16
 * values, the high nibbles the last 16.
 */
import type { EncodingBlockCodec } from './block-codec.ts';
import { decodeHalf, encodeHalf } from './half-float.ts';
import { reciprocal } from './reciprocal.ts';

const blockBytes = 20;

const quantise = (value: number, minimum: number, inverse: number): number =>
  Math.min(15, Math.trunc(Math.fround(Math.fround(Math.fround(value - minimum) * inverse) + 0.5)));

export const q4_1: EncodingBlockCodec = {
  type: 'q4_1',
  encodeLimit: 65520,
  decode(bytes, values) {
    for (let at = 0, out = 0; at < bytes.length; at += blockBytes, out += 32) {
      const scale = decodeHalf((bytes[at] as number) | ((bytes[at + 1] as number) << 8));
      const minimum = decodeHalf((bytes[at + 2] as number) | ((bytes[at + 3] as number) << 8));
      for (let i = 0; i < 16; i++) {
        const pair = bytes[at + 4 + i] as number;
        values[out + i] = scale * (pair & 15) + minimum;
        values[out + 16 + i] = scale * (pair >>> 4) + minimum;
      }
    }
  },
  encode(values, bytes) {
    for (let from = 0, at = 0; from < values.length; from += 32, at += blockBytes) {
      let minimum = values[from] as number;
      let maximum = minimum;
      for (let i = from + 1; i < from + 32; i++) {
        const value = values[i] as number;
        if (value < minimum) minimum = value;
        if (value > maximum) maximum = value;
      }
      const scale = Math.fround(Math.fround(maximum - minimum) / 15);
      const inverse = reciprocal(scale);
      const scaleHalf = encodeHalf(scale);
      const minimumHalf = encodeHalf(minimum);
      bytes[at] = scaleHalf;
      bytes[at + 1] = scaleHalf >>> 8;
      bytes[at + 2] = minimumHalf;
      bytes[at + 3] = minimumHalf >>> 8;
      for (let i = 0; i < 16; i++) {
        const low = quantise(values[from + i] as number, minimum, inverse);
        const high = quantise(values[from + 16 + i] as number, minimum, inverse);
        bytes[at + 4 + i] = low | (high << 4);
      }
    }
  },
};
