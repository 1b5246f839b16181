/**
 * A tensor that lies in a file, whatever the format, and a file that holds such tensors.
 * Invariant: `shape` is outermost dimension first (rows before columns, as in PyTorch and NumPy), `offset` is absolute, and the
 * bytes [offset, offset + numBytes) are inside the file.
 */

export interface StoredTensor {
  readonly name: string;
  /** Outermost first: a linear layer is [outputs, inputs]. */
  readonly shape: readonly number[];
  readonly numElements: number;
  readonly numBytes: number;
  /** Where its bytes begin in the file. */
  readonly offset: number;
}

export interface TensorStore<Tensor extends StoredTensor> {
  readonly path: string;
  readonly tensors: readonly Tensor[];
  findTensor(name: string): Tensor | undefined;
  /** Fills `into` with the tensor's bytes from `fromByte` on. */
  readBytes(tensor: Tensor, fromByte: number, into: Uint8Array): Promise<void>;
  close(): Promise<void>;
}
