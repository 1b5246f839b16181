/**
 * The header of a GGUF version 3 file as bytes.
 * Invariant: the same metadata in the same order and the same tensors give the same bytes; offsets are those of tensors laid out in
 * the order given, each padded to the alignment.
 */
import { type TensorType, tensorTypes } from '../blocks/tensor-type.ts';
import { encodeGgufText } from './gguf-text.ts';
import {
  type GgufArray,
  type GgufMetadata,
  type GgufTypeName,
  type GgufValue,
  ggufTypeIds,
} from './gguf-value.ts';

export interface HeaderTensor {
  readonly name: string;
  /** Outermost first. */
  readonly shape: readonly number[];
  readonly type: TensorType;
}

/** The bytes that a tensor of this shape and type takes. */
export function measureTensor(tensor: HeaderTensor): number {
  const { blockElements, blockBytes } = tensorTypes[tensor.type];
  return (tensor.shape.reduce((product, size) => product * size, 1) / blockElements) * blockBytes;
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

const uint64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};

const scalarWriters: Record<Exclude<GgufTypeName, 'string' | 'array'>, (value: never) => Buffer> = {
  uint8: (value: number) => Buffer.from(Uint8Array.of(value)),
  int8: (value: number) => Buffer.from(Int8Array.of(value).buffer),
  uint16: (value: number) => Buffer.from(Uint16Array.of(value).buffer),
  int16: (value: number) => Buffer.from(Int16Array.of(value).buffer),
  uint32: (value: number) => Buffer.from(Uint32Array.of(value).buffer),
  int32: (value: number) => Buffer.from(Int32Array.of(value).buffer),
  float32: (value: number) => Buffer.from(Float32Array.of(value).buffer),
  float64: (value: number) => Buffer.from(Float64Array.of(value).buffer),
  uint64: (value: bigint) => Buffer.from(BigUint64Array.of(value).buffer),
  int64: (value: bigint) => Buffer.from(BigInt64Array.of(value).buffer),
  bool: (value: boolean) => Buffer.from([value ? 1 : 0]),
};

function pushText(parts: Buffer[], text: string): void {
  const bytes = encodeGgufText(text);
  parts.push(uint64(bytes.length), bytes);
}

function pushArray(parts: Buffer[], array: GgufArray): void {
  parts.push(uint32(ggufTypeIds[array.elementType]), uint64(array.value.length));
  if (array.elementType === 'string') {
    for (const text of array.value) pushText(parts, text);
  } else if (array.elementType === 'array') {
    for (const inner of array.value) pushArray(parts, inner);
  } else {
    parts.push(Buffer.from(array.value.buffer, array.value.byteOffset, array.value.byteLength));
  }
}

function pushValue(parts: Buffer[], value: GgufValue): void {
  parts.push(uint32(ggufTypeIds[value.type]));
  if (value.type === 'string') pushText(parts, value.value);
  else if (value.type === 'array') pushArray(parts, value);
  else parts.push(scalarWriters[value.type](value.value as never));
}

/**
 * Encodes everything before the first tensor, padding included.
 * @param metadata keys and values in the order to be written
 * @param tensors in the order of their data
 * @param alignment a power of two; when it is not 32, `metadata` must hold it as `general.alignment`
 */
export function encodeGgufHeader(
  metadata: GgufMetadata,
  tensors: readonly HeaderTensor[],
  alignment: number,
): Buffer {
  const parts: Buffer[] = [
    Buffer.from('GGUF', 'latin1'),
    uint32(3),
    uint64(tensors.length),
    uint64(metadata.size),
  ];
  for (const [key, value] of metadata) {
    pushText(parts, key);
    pushValue(parts, value);
  }
  let offset = 0;
  for (const tensor of tensors) {
    pushText(parts, tensor.name);
    parts.push(uint32(tensor.shape.length));
    for (const dimension of tensor.shape.toReversed()) parts.push(uint64(dimension));
    parts.push(uint32(tensorTypes[tensor.type].id), uint64(offset));
    offset = Math.ceil((offset + measureTensor(tensor)) / alignment) * alignment;
  }
  const header = Buffer.concat(parts);
  return Buffer.concat([header], Math.ceil(header.length / alignment) * alignment);
}
