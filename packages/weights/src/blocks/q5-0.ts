/**
 * Q5_0, read only: a half-precision scale, 32 fifth bits, 32 nibbles; 16 stands for zero.
 * Invariant: `dequantize_row_q5_0` in ggml-quants.c.
 */
import type { BlockCodec } from './block-codec.ts';
import { decodeHalf } from './half-float.ts';

const blockBytes = 22;

export const q5_0: BlockCodec = {
  type: 'q5_0',
  decode(bytes, values) {
    for (let at = 0, out = 0; at < bytes.length; at += blockBytes, out += 32) {
      const scale = decodeHalf((bytes[at] as number) | ((bytes[at + 1] as number) << 8));
      for (let i = 0; i < 16; i++) {
        const pair = bytes[at + 6 + i] as number;
        const fifthLow = ((bytes[at + 2 + (i >>> 3)] as number) >>> (i & 7)) & 1;
        const fifthHigh = ((bytes[at + 4 + (i >>> 3)] as number) >>> (i & 7)) & 1;
        values[out + i] = scale * (((pair & 15) | (fifthLow << 4)) - 16);
        values[out + 16 + i] = scale * (((pair >>> 4) | (fifthHigh << 4)) - 16);
      }
    }
  },
};
