/**
 * A stored tensor as a stream of 32-bit floats.
 * Invariant: memory is bounded by one piece (about 4 MB of floats, or one unit of `multipleOf` if that is larger) whatever the
 * tensor's size; every piece but the last has the same length. The piece is reused: copy what must outlive the next step.
 */
import { getDecoder } from '../blocks/codecs.ts';
import { type TensorType, tensorTypes } from '../blocks/tensor-type.ts';
import type { StoredTensor, TensorStore } from '../tensors/stored-tensor.ts';

const pieceElements = 1 << 20;
/** Divisible by the block size of every type with a codec, so that pieces can be encoded again in any of them. */
const anyBlock = 256;

export interface DecodeOptions {
  /** Pieces hold a multiple of as many elements (a row, a head of rows); 256 by default. */
  readonly multipleOf?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Decodes a tensor piece by piece.
 * @param store the file that holds the tensor
 * @param tensor the tensor with the type of its values
 * @throws SlipwayError `weights-type-unsupported`, `weights-file-truncated`
 */
export async function* decodeTensor<Tensor extends StoredTensor>(
  store: TensorStore<Tensor>,
  tensor: Tensor & { readonly type: TensorType },
  options: DecodeOptions = {},
): AsyncGenerator<Float32Array> {
  const decoder = getDecoder(tensor.type, `${store.path}: tensor ${tensor.name}`);
  const { blockElements, blockBytes } = tensorTypes[tensor.type];
  const unit = options.multipleOf ?? anyBlock;
  const perPiece = Math.min(tensor.numElements, Math.max(1, Math.floor(pieceElements / unit)) * unit);
  const values = new Float32Array(perPiece);
  const bytes = new Uint8Array((perPiece / blockElements) * blockBytes);
  for (let from = 0; from < tensor.numElements; from += perPiece) {
    options.signal?.throwIfAborted();
    const count = Math.min(perPiece, tensor.numElements - from);
    const piece = bytes.subarray(0, (count / blockElements) * blockBytes);
    await store.readBytes(tensor, (from / blockElements) * blockBytes, piece);
    const decoded = values.subarray(0, count);
    decoder.decode(piece, decoded);
    yield decoded;
  }
}

/** Decodes a whole tensor at once: for small ones, such as an adapter's factors. */
export async function decodeWholeTensor<Tensor extends StoredTensor>(
  store: TensorStore<Tensor>,
  tensor: Tensor & { readonly type: TensorType },
): Promise<Float32Array> {
  const whole = new Float32Array(tensor.numElements);
  let at = 0;
  for await (const piece of decodeTensor(store, tensor)) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** A tensor's bytes as they are, piece by piece; the piece is reused. */
export async function* copyTensor<Tensor extends StoredTensor>(
  store: TensorStore<Tensor>,
  tensor: Tensor,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const bytes = new Uint8Array(Math.min(tensor.numBytes, pieceElements * 4));
  for (let from = 0; from < tensor.numBytes; from += bytes.length) {
    signal?.throwIfAborted();
    const piece = bytes.subarray(0, Math.min(bytes.length, tensor.numBytes - from));
    await store.readBytes(tensor, from, piece);
    yield piece;
  }
}
