/** F32: the values as they are, little-endian. Bits are copied, so NaN payloads survive. */
import { viewAsBytes } from './aligned-view.ts';
import type { EncodingBlockCodec } from './block-codec.ts';

export const f32: EncodingBlockCodec = {
  type: 'f32',
  encodeLimit: Number.POSITIVE_INFINITY,
  decode(bytes, values) {
    viewAsBytes(values).set(bytes);
  },
  encode(values, bytes) {
    bytes.set(viewAsBytes(values));
  },
};
