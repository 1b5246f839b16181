/**
 * Q2_K, read only: 256 values in 16 groups, each with a 4-bit scale and a 4-bit minimum, 2 bits a value.
 * Invariant: `dequantize_row_q2_K` in ggml-quants.c. Layout: 16 scale bytes, 64 value bytes, scale of scales, scale of minimums.
 */
import type { BlockCodec } from './block-codec.ts';
import { decodeHalf } from './half-float.ts';

const blockBytes = 84;

export const q2_k: BlockCodec = {
  type: 'q2_k',
  decode(bytes, values) {
    for (let at = 0, out = 0; at < bytes.length; at += blockBytes, out += 256) {
      const scale = decodeHalf((bytes[at + 80] as number) | ((bytes[at + 81] as number) << 8));
      const minimum = decodeHalf((bytes[at + 82] as number) | ((bytes[at + 83] as number) << 8));
      for (let group = 0; group < 16; group++) {
        const packed = bytes[at + group] as number;
        const groupScale = scale * (packed & 15);
        const groupMinimum = minimum * (packed >>> 4);
        const from = at + 16 + (group >>> 3) * 32 + (group & 1) * 16;
        const shift = group & 6;
        for (let i = 0; i < 16; i++) {
          values[out + group * 16 + i] =
            groupScale * (((bytes[from + i] as number) >>> shift) & 3) - groupMinimum;
        }
      }
    }
  },
};
