/**
 * BF16: the upper half of a 32-bit float, rounded to nearest, ties to even; a NaN is made quiet.
 * Invariant: bit for bit `ggml_compute_fp32_to_bf16` in ggml-impl.h.
 */
import { viewAsBytes, viewAsUint16, viewAsUint32 } from './aligned-view.ts';
import type { EncodingBlockCodec } from './block-codec.ts';

export const bf16: EncodingBlockCodec = {
  type: 'bf16',
  encodeLimit: Number.POSITIVE_INFINITY,
  decode(bytes, values) {
    const words = viewAsUint16(bytes);
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    for (let i = 0; i < bits.length; i++) bits[i] = (words[i] as number) << 16;
  },
  encode(values, bytes) {
    const bits = viewAsUint32(viewAsBytes(values));
    const words = new Uint16Array(values.length);
    for (let i = 0; i < words.length; i++) {
      const word = bits[i] as number;
      const isNan = (word & 0x7fffffff) > 0x7f800000;
      words[i] = isNan ? (word >>> 16) | 64 : (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
    }
    bytes.set(viewAsBytes(words));
  },
};
