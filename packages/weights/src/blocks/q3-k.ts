/**
 * Q3_K, read only: 256 values in 16 groups with a 6-bit scale each, 2 bits a value and a third bit in a mask.
 * Invariant: `dequantize_row_q3_K` in ggml-quants.c. Layout: 32 mask bytes, 64 value bytes, 12 scale bytes, scale of scales. A clear
 * bit in the mask means minus four.
 */
import type { BlockCodec } from './block-codec.ts';
import { decodeHalf } from './half-float.ts';

const blockBytes = 110;
const scalesAt = 96;

function readGroupScale(bytes: Uint8Array, at: number, group: number): number {
  const low = ((bytes[at + (group & 7)] as number) >>> (group >= 8 ? 4 : 0)) & 15;
  const high = ((bytes[at + 8 + (group & 3)] as number) >>> (2 * (group >>> 2))) & 3;
  return (low | (high << 4)) - 32;
}

export const q3_k: BlockCodec = {
  type: 'q3_k',
  decode(bytes, values) {
    for (let at = 0, out = 0; at < bytes.length; at += blockBytes, out += 256) {
      const scale = decodeHalf((bytes[at + 108] as number) | ((bytes[at + 109] as number) << 8));
      for (let group = 0; group < 16; group++) {
        const groupScale = scale * readGroupScale(bytes, at + scalesAt, group);
        const lane = (group & 1) * 16;
        const from = at + 32 + (group >>> 3) * 32 + lane;
        const shift = group & 6;
        const maskShift = group >>> 1;
        for (let i = 0; i < 16; i++) {
          const low = ((bytes[from + i] as number) >>> shift) & 3;
          const isKept = ((bytes[at + lane + i] as number) >>> maskShift) & 1;
          values[out + group * 16 + i] = groupScale * (isKept === 1 ? low : low - 4);
        }
      }
    }
  },
};
