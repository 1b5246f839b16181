/**
 * Q5_K, read only: as Q4_K with a fifth bit for each value.
 * Invariant: `dequantize_row_q5_K` in ggml-quants.c. Layout: scale of scales, scale of minimums, 12 scale bytes, 32 bytes of fifth
 * bits, 128 value bytes.
 */
import type { BlockCodec } from './block-codec.ts';
import { readGroupMinimum, readGroupScale } from './group-scales.ts';
import { decodeHalf } from './half-float.ts';

const blockBytes = 176;

export const q5_k: BlockCodec = {
  type: 'q5_k',
  decode(bytes, values) {
    for (let at = 0, out = 0; at < bytes.length; at += blockBytes, out += 256) {
      const scale = decodeHalf((bytes[at] as number) | ((bytes[at + 1] as number) << 8));
      const minimum = decodeHalf((bytes[at + 2] as number) | ((bytes[at + 3] as number) << 8));
      for (let group = 0; group < 8; group++) {
        const groupScale = scale * readGroupScale(bytes, at + 4, group);
        const groupMinimum = minimum * readGroupMinimum(bytes, at + 4, group);
        const from = at + 48 + (group >>> 1) * 32;
        const shift = (group & 1) * 4;
        for (let i = 0; i < 32; i++) {
          const low = ((bytes[from + i] as number) >>> shift) & 15;
          const fifth = ((bytes[at + 16 + i] as number) >>> group) & 1;
          values[out + group * 32 + i] = groupScale * (low | (fifth << 4)) - groupMinimum;
        }
      }
    }
  },
};
