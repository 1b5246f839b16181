/**
 * What every block type offers: a run of blocks to 32-bit floats and, for some, back.
 * Invariant: buffers hold whole blocks and match in length; nothing outside them is touched; equal input gives equal bytes.
 * A codec refuses nothing: its caller first checks that every magnitude is below `encodeLimit`.
 */
import type { TensorType } from './tensor-type.ts';

export interface BlockCodec {
  readonly type: TensorType;
  /** Decodes all of `bytes` into all of `values`. Any bytes are accepted. */
  decode(bytes: Uint8Array, values: Float32Array): void;
}

export interface EncodingBlockCodec extends BlockCodec {
  /** Encoding is defined for magnitudes below this; Infinity means that anything goes, NaN included. */
  readonly encodeLimit: number;
  /** Encodes all of `values` into all of `bytes`. */
  encode(values: Float32Array, bytes: Uint8Array): void;
}
