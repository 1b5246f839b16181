/**
 * Writes a GGUF version 3 file, tensor by tensor, from streams of bytes.
 * Invariant: deterministic to the byte; the file appears under its name only when complete and on disk.
 * Refuses tensors whose stream is shorter or longer than their shape and type say, names twice, rows that do not divide into blocks.
 */
import { tensorTypes } from '../blocks/tensor-type.ts';
import { makeWeightsError } from '../errors/weights-error.ts';
import type { OperationOptions } from '../files/operation-options.ts';
import { type OutputFile, openOutputFile } from '../files/output-file.ts';
import { formatShape, rowLength } from '../tensors/shape.ts';
import { encodeGgufHeader, type HeaderTensor, measureTensor } from './encode-header.ts';
import { findNumber, type GgufMetadata } from './gguf-value.ts';

export interface GgufTensorInput extends HeaderTensor {
  /** The tensor's bytes in order; a chunk may be reused by its maker once the next one is asked for. */
  readonly readChunks: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface GgufContent {
  /** In the order to be written. `general.alignment` (uint32) in it is obeyed; 32 otherwise. */
  readonly metadata: GgufMetadata;
  readonly tensors: readonly GgufTensorInput[];
}

function check(path: string, tensors: readonly GgufTensorInput[]): void {
  const names = new Set<string>();
  for (const { name, shape, type } of tensors) {
    if (names.has(name))
      throw makeWeightsError('weights-file-invalid', `${path}: tensor ${name} is to be written twice`);
    names.add(name);
    const isPossible =
      shape.length >= 1 && shape.length <= 4 && shape.every((size) => Number.isSafeInteger(size) && size > 0);
    if (!isPossible || rowLength(shape) % tensorTypes[type].blockElements !== 0) {
      throw makeWeightsError(
        'weights-shape-mismatch',
        `${path}: tensor ${name} of shape ${formatShape(shape)} cannot be written as ${tensorTypes[type].label}`,
      );
    }
  }
}

async function writeTensor(file: OutputFile, tensor: GgufTensorInput, target: WriteTarget): Promise<void> {
  const start = file.position;
  const expected = measureTensor(tensor);
  for await (const chunk of tensor.readChunks()) {
    target.signal?.throwIfAborted();
    await file.write(chunk);
    target.onProgress?.({ doneBytes: file.position, totalBytes: target.totalBytes });
  }
  if (file.position - start !== expected) {
    throw makeWeightsError(
      'weights-shape-mismatch',
      `${target.path}: tensor ${tensor.name} came with ${file.position - start} bytes, its shape and type need ${expected}`,
    );
  }
  const padding = (target.alignment - (file.position % target.alignment)) % target.alignment;
  await file.write(new Uint8Array(padding));
}

interface WriteTarget extends OperationOptions {
  readonly path: string;
  readonly alignment: number;
  readonly totalBytes: number;
}

/**
 * Writes a GGUF file.
 * @returns the size of the file in bytes
 * @throws SlipwayError `weights-shape-mismatch`, `weights-file-invalid`, `disk-full`, or the signal's reason; then no file is left
 */
export async function writeGguf(
  path: string,
  content: GgufContent,
  options: OperationOptions = {},
): Promise<number> {
  check(path, content.tensors);
  const alignment = findNumber(content.metadata, 'general.alignment') ?? 32;
  const header = encodeGgufHeader(content.metadata, content.tensors, alignment);
  const totalBytes = content.tensors.reduce(
    (sum, tensor) => sum + Math.ceil(measureTensor(tensor) / alignment) * alignment,
    header.length,
  );
  const file = await openOutputFile(path);
  try {
    await file.write(header);
    const target = { ...options, path, alignment, totalBytes };
    for (const tensor of content.tensors) await writeTensor(file, tensor, target);
    options.signal?.throwIfAborted();
    await file.commit();
    options.onProgress?.({ doneBytes: totalBytes, totalBytes });
    return totalBytes;
  } catch (error) {
    await file.discard();
    throw error;
  }
}
