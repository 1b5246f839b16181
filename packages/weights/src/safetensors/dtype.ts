/**
 * The data types that a safetensors header may name, their size, and the tensor type of this package where there is one.
 * Invariant: the table of `Dtype` in the safetensors crate (whole-byte types).
 */
import type { TensorType } from '../blocks/tensor-type.ts';

export interface DtypeFacts {
  readonly numBytes: number;
  readonly type?: TensorType;
}

export const dtypes = {
  F64: { numBytes: 8, type: 'f64' },
  F32: { numBytes: 4, type: 'f32' },
  F16: { numBytes: 2, type: 'f16' },
  BF16: { numBytes: 2, type: 'bf16' },
  F8_E4M3: { numBytes: 1 },
  F8_E5M2: { numBytes: 1 },
  F8_E8M0: { numBytes: 1 },
  C64: { numBytes: 8 },
  I64: { numBytes: 8, type: 'i64' },
  I32: { numBytes: 4, type: 'i32' },
  I16: { numBytes: 2, type: 'i16' },
  I8: { numBytes: 1, type: 'i8' },
  U64: { numBytes: 8 },
  U32: { numBytes: 4 },
  U16: { numBytes: 2 },
  U8: { numBytes: 1 },
  BOOL: { numBytes: 1 },
} as const satisfies Record<string, DtypeFacts>;

export type Dtype = keyof typeof dtypes;

/** Whether a header's text is the name of a data type. */
export function isDtype(text: unknown): text is Dtype {
  return typeof text === 'string' && Object.hasOwn(dtypes, text);
}

/** The facts of a data type with the optional tensor type. */
export function getDtypeFacts(dtype: Dtype): DtypeFacts {
  return dtypes[dtype];
}
