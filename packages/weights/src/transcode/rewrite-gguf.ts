/**
 * Writes the tensors of one GGUF file into another, each in the type the new file gives it and changed on the way if asked.
 * Invariant: what is not changed and already has its type is copied to the byte; memory is bounded by one piece of one tensor.
 * Refuses one part of a split model and anything that is not a number that the new type can hold.
 */
import type { WritableType } from '../blocks/codecs.ts';
import { makeWeightsError } from '../errors/weights-error.ts';
import type { OperationOptions } from '../files/operation-options.ts';
import type { GgufFile, GgufTensor } from '../gguf/gguf-file.ts';
import { findNumber, type GgufMetadata } from '../gguf/gguf-value.ts';
import { type GgufTensorInput, writeGguf } from '../gguf/write-gguf.ts';
import { rowLength } from '../tensors/shape.ts';
import { copyTensor, decodeTensor } from './decode-tensor.ts';
import { encodePieces } from './encode-pieces.ts';
import { describeWrittenType } from './file-type.ts';
import { chooseType, type TypeChoice } from './target-type.ts';

/** Changes values in place; `firstRow` is the row that the piece begins with. Pieces hold whole rows. */
export type PieceTransform = (values: Float32Array, firstRow: number) => void;

export interface PlannedTensor {
  /** Its name in the new file. */
  readonly name: string;
  readonly from: GgufTensor;
  /** Made when the tensor's turn comes, so that what it needs is in memory only then. */
  readonly prepareTransform?: () => Promise<PieceTransform>;
}

export interface RewriteRequest extends OperationOptions {
  readonly source: GgufFile;
  readonly path: string;
  readonly type: WritableType;
  readonly tensors: readonly PlannedTensor[];
  /** Metadata to set on top of the source's. */
  readonly metadata?: GgufMetadata | undefined;
}

/** A matrix that did not get the file's type. */
export interface TypeException {
  readonly name: string;
  readonly type: WritableType;
  /** `row-length`: its rows do not divide into blocks. `output-matrix`: 4 bits are too few for the logits. */
  readonly reason: 'row-length' | 'output-matrix';
}

export interface WrittenModel {
  readonly path: string;
  readonly sizeBytes: number;
  readonly type: WritableType;
  readonly numTensors: number;
  /** Matrices that did not get the file's type; vectors and norms, always F32, are not listed. */
  readonly exceptions: readonly TypeException[];
}

const exactTypes: ReadonlySet<string> = new Set(['i8', 'i16', 'i32', 'i64', 'f64']);

/**
 * The values that a planned tensor will have, in pieces of whole rows where it is changed.
 * @throws SlipwayError `weights-type-unsupported`, `weights-file-truncated`
 */
export async function* transformPieces(
  source: GgufFile,
  tensor: PlannedTensor,
  signal?: AbortSignal,
): AsyncGenerator<Float32Array> {
  const { from, prepareTransform } = tensor;
  const columns = rowLength(from.shape);
  const transform = await prepareTransform?.();
  let firstRow = 0;
  for await (const values of decodeTensor(source, from, { signal, multipleOf: columns })) {
    transform?.(values, firstRow);
    firstRow += values.length / columns;
    yield values;
  }
}

function planTensor(request: RewriteRequest, tensor: PlannedTensor, choice: TypeChoice): GgufTensorInput {
  const { name, from } = tensor;
  const { shape } = from;
  const isCopy =
    tensor.prepareTransform === undefined && (from.type === choice.type || exactTypes.has(from.type));
  if (isCopy)
    return {
      name,
      shape,
      type: from.type,
      readChunks: () => copyTensor(request.source, from, request.signal),
    };
  return {
    name,
    shape,
    type: choice.type,
    readChunks: () =>
      encodePieces(transformPieces(request.source, tensor, request.signal), choice.type, name),
  };
}

function checkWhole(source: GgufFile): void {
  const numParts = findNumber(source.metadata, 'split.count') ?? 1;
  if (numParts > 1) {
    throw makeWeightsError(
      'weights-file-invalid',
      `${source.path} is one part of a model split into ${numParts}`,
      {
        hint: 'Join the parts first (llama-gguf-split --merge).',
      },
    );
  }
}

/**
 * Writes the planned tensors to a new GGUF file.
 * @throws SlipwayError any of the weights codes or `disk-full`; or the signal's reason. Then no file is left
 */
export async function rewriteGguf(request: RewriteRequest): Promise<WrittenModel> {
  const { source, path, type, tensors, onProgress, signal } = request;
  checkWhole(source);
  const outputName = tensors.some(({ name }) => name === 'output.weight')
    ? 'output.weight'
    : 'token_embd.weight';
  const exceptions: TypeException[] = [];
  const inputs = tensors.map((tensor) => {
    const { name, from } = tensor;
    const choice = chooseType({ name, shape: from.shape, type, isOutput: name === outputName });
    const { reason } = choice;
    if (reason === 'row-length' || reason === 'output-matrix')
      exceptions.push({ name, type: choice.type, reason });
    return planTensor(request, tensor, choice);
  });
  const metadata = describeWrittenType(source.metadata, type, request.metadata);
  const sizeBytes = await writeGguf(path, { metadata, tensors: inputs }, { onProgress, signal });
  return { path, sizeBytes, type, numTensors: inputs.length, exceptions };
}
