/**
 * Writes one safetensors file from streams of bytes.
 * Invariant: deterministic to the byte; tensors are ordered as the reference orders them (larger types first, then by name) so that
 * each is aligned; the header is padded with spaces to eight bytes; the file appears only when complete and on disk.
 */
import { makeWeightsError } from '../errors/weights-error.ts';
import type { OperationOptions } from '../files/operation-options.ts';
import { openOutputFile } from '../files/output-file.ts';
import { type Dtype, getDtypeFacts } from './dtype.ts';

export interface SafetensorsInput {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** The tensor's bytes in order; a chunk may be reused by its maker once the next one is asked for. */
  readonly readChunks: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface SafetensorsContent {
  /** Written under `__metadata__`; transformers wants `format: 'pt'` there. */
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: readonly SafetensorsInput[];
}

const measure = ({ shape, dtype }: SafetensorsInput): number =>
  shape.reduce((product, size) => product * size, 1) * getDtypeFacts(dtype).numBytes;

function compareInputs(a: SafetensorsInput, b: SafetensorsInput): number {
  const bySize = getDtypeFacts(b.dtype).numBytes - getDtypeFacts(a.dtype).numBytes;
  return bySize || Buffer.compare(Buffer.from(a.name), Buffer.from(b.name));
}

function encodeHeader(
  path: string,
  content: SafetensorsContent,
  ordered: readonly SafetensorsInput[],
): Buffer {
  const entries: [string, unknown][] = [];
  if (content.metadata.size > 0) entries.push(['__metadata__', Object.fromEntries(content.metadata)]);
  const names = new Set<string>(['__metadata__']);
  let offset = 0;
  for (const tensor of ordered) {
    if (names.has(tensor.name)) {
      throw makeWeightsError(
        'weights-file-invalid',
        `${path}: tensor ${tensor.name} cannot be written twice`,
      );
    }
    names.add(tensor.name);
    const end = offset + measure(tensor);
    entries.push([tensor.name, { dtype: tensor.dtype, shape: tensor.shape, data_offsets: [offset, end] }]);
    offset = end;
  }
  const json = `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
  const numBytes = Math.ceil(Buffer.byteLength(json) / 8) * 8;
  const header = Buffer.alloc(8 + numBytes, ' ');
  header.writeBigUInt64LE(BigInt(numBytes));
  header.write(json, 8);
  return header;
}

/**
 * Writes a safetensors file.
 * @returns the size of the file in bytes
 * @throws SlipwayError `weights-shape-mismatch`, `weights-file-invalid`, `disk-full`, or the signal's reason; then no file is left
 */
export async function writeSafetensors(
  path: string,
  content: SafetensorsContent,
  options: OperationOptions = {},
): Promise<number> {
  const ordered = content.tensors.toSorted(compareInputs);
  const header = encodeHeader(path, content, ordered);
  const totalBytes = ordered.reduce((sum, tensor) => sum + measure(tensor), header.length);
  const file = await openOutputFile(path);
  try {
    await file.write(header);
    for (const tensor of ordered) {
      const end = file.position + measure(tensor);
      for await (const chunk of tensor.readChunks()) {
        options.signal?.throwIfAborted();
        await file.write(chunk);
        options.onProgress?.({ doneBytes: file.position, totalBytes });
      }
      if (file.position !== end) {
        throw makeWeightsError(
          'weights-shape-mismatch',
          `${path}: tensor ${tensor.name} came with a wrong number of bytes`,
        );
      }
    }
    options.signal?.throwIfAborted();
    await file.commit();
    return totalBytes;
  } catch (error) {
    await file.discard();
    throw error;
  }
}
