/**
 * The table of block codecs: adding a type is one file and one line here.
 * Invariant: a codec stands under its own type. A type without a codec is refused by name, never guessed.
 */
import { makeWeightsError } from '../errors/weights-error.ts';
import { bf16 } from './bf16.ts';
import type { BlockCodec, EncodingBlockCodec } from './block-codec.ts';
import { f16 } from './f16.ts';
import { f32 } from './f32.ts';
import { q2_k } from './q2-k.ts';
import { q3_k } from './q3-k.ts';
import { q4_0 } from './q4-0.ts';
import { q4_1 } from './q4-1.ts';
import { q4_k } from './q4-k.ts';
import { q5_0 } from './q5-0.ts';
import { q5_1 } from './q5-1.ts';
import { q5_k } from './q5-k.ts';
import { q6_k } from './q6-k.ts';
import { q8_0 } from './q8-0.ts';
import { type TensorType, tensorTypes } from './tensor-type.ts';

const encodingCodecs = { f32, f16, bf16, q8_0, q4_0, q4_1 } as const satisfies Record<
  string,
  EncodingBlockCodec
>;
const decodingCodecs = { q5_0, q5_1, q2_k, q3_k, q4_k, q5_k, q6_k } as const satisfies Record<
  string,
  BlockCodec
>;

/** A type that this package can write. */
export type WritableType = keyof typeof encodingCodecs;
/** A type that this package can decode. */
export type ReadableType = WritableType | keyof typeof decodingCodecs;

export const writableTypes = Object.keys(encodingCodecs) as readonly WritableType[];
export const readableTypes = [...writableTypes, ...Object.keys(decodingCodecs)] as readonly ReadableType[];

const codecs: Partial<Record<TensorType, BlockCodec>> = { ...encodingCodecs, ...decodingCodecs };

/**
 * The decoder of a type.
 * @param place what is being read, for the message
 * @throws SlipwayError `weights-type-unsupported`
 */
export function getDecoder(type: TensorType, place: string): BlockCodec {
  const codec = codecs[type];
  if (codec) return codec;
  throw makeWeightsError(
    'weights-type-unsupported',
    `${place} has type ${tensorTypes[type].label}, which cannot be decoded`,
  );
}

/** The encoder of a type. */
export function getEncoder(type: WritableType): EncodingBlockCodec {
  return encodingCodecs[type];
}
