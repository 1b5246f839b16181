/**
 * Q6_K, read only: 256 values in 16 groups with a signed 8-bit scale each, 6 bits a value.
 * Invariant: `dequantize_row_q6_K` in ggml-quants.c. Layout: 128 bytes of low nibbles, 64 bytes of upper bit pairs, 16 scales, scale
 * of scales.
 */
import type { BlockCodec } from './block-codec.ts';
import { decodeHalf } from './half-float.ts';

const blockBytes = 210;

export const q6_k: BlockCodec = {
  type: 'q6_k',
  decode(bytes, values) {
    for (let at = 0, out = 0; at < bytes.length; at += blockBytes, out += 256) {
      const scale = decodeHalf((bytes[at + 208] as number) | ((bytes[at + 209] as number) << 8));
      for (let group = 0; group < 16; group++) {
        const groupScale = scale * (((bytes[at + 192 + group] as number) << 24) >> 24);
        const half = group >>> 3;
        const quarter = (group >>> 1) & 3;
        const lane = (group & 1) * 16;
        const lowAt = at + half * 64 + (quarter & 1) * 32 + lane;
        const lowShift = (quarter >>> 1) * 4;
        const highAt = at + 128 + half * 32 + lane;
        const highShift = quarter * 2;
        for (let i = 0; i < 16; i++) {
          const low = ((bytes[lowAt + i] as number) >>> lowShift) & 15;
          const high = ((bytes[highAt + i] as number) >>> highShift) & 3;
          values[out + group * 16 + i] = groupScale * ((low | (high << 4)) - 32);
        }
      }
    }
  },
};
