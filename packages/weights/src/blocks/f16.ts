/**
 * F16: IEEE binary16, rounded to nearest, ties to even.
 * Invariant: decode then encode gives the same bytes for every half. Values from 65520 on would become infinity.
 */
import { viewAsBytes, viewAsUint16 } from './aligned-view.ts';
import type { EncodingBlockCodec } from './block-codec.ts';
import { decodeHalves, encodeHalves } from './half-float.ts';

export const f16: EncodingBlockCodec = {
  type: 'f16',
  encodeLimit: 65520,
  decode(bytes, values) {
    decodeHalves(viewAsUint16(bytes), values);
  },
  encode(values, bytes) {
    if (bytes.byteOffset % 2 === 0) return encodeHalves(values, viewAsUint16(bytes));
    const halves = new Uint16Array(values.length);
    encodeHalves(values, halves);
    bytes.set(viewAsBytes(halves));
  },
};
