/**
 * The values that GGUF metadata holds, as a union tagged by type, and typed look-ups.
 * Invariant: the type of a value is kept, so that writing what was read gives the same bytes; 64-bit integers are bigints.
 * A string of invalid UTF-8 keeps its bytes as lone low surrogates U+DC80..U+DCFF.
 */

export const ggufTypeIds = {
  uint8: 0,
  int8: 1,
  uint16: 2,
  int16: 3,
  uint32: 4,
  int32: 5,
  float32: 6,
  bool: 7,
  string: 8,
  array: 9,
  uint64: 10,
  int64: 11,
  float64: 12,
} as const;

export type GgufTypeName = keyof typeof ggufTypeIds;
export type GgufNumberType =
  | 'uint8'
  | 'int8'
  | 'uint16'
  | 'int16'
  | 'uint32'
  | 'int32'
  | 'float32'
  | 'float64';
export type GgufBigintType = 'uint64' | 'int64';

export type GgufNumberArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

export type GgufArray =
  | { readonly type: 'array'; readonly elementType: GgufNumberType; readonly value: GgufNumberArray }
  | {
      readonly type: 'array';
      readonly elementType: GgufBigintType;
      readonly value: BigUint64Array | BigInt64Array;
    }
  /** One byte an element, 0 or 1. */
  | { readonly type: 'array'; readonly elementType: 'bool'; readonly value: Uint8Array }
  | { readonly type: 'array'; readonly elementType: 'string'; readonly value: readonly string[] }
  | { readonly type: 'array'; readonly elementType: 'array'; readonly value: readonly GgufArray[] };

export type GgufValue =
  | { readonly type: GgufNumberType; readonly value: number }
  | { readonly type: GgufBigintType; readonly value: bigint }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | GgufArray;

/** Metadata in the order of the file. */
export type GgufMetadata = ReadonlyMap<string, GgufValue>;

/** The number under a key, also from a 64-bit integer; undefined when absent or no number. */
export function findNumber(metadata: GgufMetadata, key: string): number | undefined {
  const value = metadata.get(key)?.value;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? value : undefined;
}

/** The string under a key; undefined when absent or no string. */
export function findText(metadata: GgufMetadata, key: string): string | undefined {
  const value = metadata.get(key)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** The array of strings under a key; undefined when absent or of another type. */
export function findTexts(metadata: GgufMetadata, key: string): readonly string[] | undefined {
  const value = metadata.get(key);
  return value?.type === 'array' && value.elementType === 'string' ? value.value : undefined;
}
