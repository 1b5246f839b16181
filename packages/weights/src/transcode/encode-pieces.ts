/**
 * A stream of 32-bit floats as a stream of encoded bytes.
 * Invariant: a value that the type cannot hold (NaN, infinity, or beyond the range of a half-precision number) is refused with the
 * tensor and the index named, as llama.cpp refuses to quantise it; it is never written as infinity.
 */
import { getEncoder, type WritableType } from '../blocks/codecs.ts';
import { tensorTypes } from '../blocks/tensor-type.ts';
import { makeWeightsError } from '../errors/weights-error.ts';

function findBeyond(values: Float32Array, limit: number): number {
  for (let i = 0; i < values.length; i++) {
    if (!(Math.abs(values[i] as number) < limit)) return i;
  }
  return -1;
}

/**
 * Encodes pieces that are multiples of the type's block; the bytes are reused from piece to piece.
 * @param tensorName for the message
 * @throws SlipwayError `weights-file-invalid` naming the value that cannot be held
 */
export async function* encodePieces(
  pieces: AsyncIterable<Float32Array>,
  type: WritableType,
  tensorName: string,
): AsyncGenerator<Uint8Array> {
  const encoder = getEncoder(type);
  const { blockElements, blockBytes, label } = tensorTypes[type];
  let bytes = new Uint8Array(0);
  let done = 0;
  for await (const values of pieces) {
    const beyond =
      encoder.encodeLimit === Number.POSITIVE_INFINITY ? -1 : findBeyond(values, encoder.encodeLimit);
    if (beyond >= 0) {
      throw makeWeightsError(
        'weights-file-invalid',
        `tensor ${tensorName} has the value ${values[beyond]} at element ${done + beyond}, which ${label} cannot hold`,
        { hint: 'The weights are damaged or diverged in training; or write F32 or BF16 instead.' },
      );
    }
    const numBytes = (values.length / blockElements) * blockBytes;
    if (bytes.length < numBytes) bytes = new Uint8Array(numBytes);
    const piece = bytes.subarray(0, numBytes);
    encoder.encode(values, piece);
    done += values.length;
    yield piece;
  }
}
