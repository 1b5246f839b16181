/**
 * A safetensors file opened for reading: its header checked, tensor bytes read on demand.
 * Invariant: the header follows the format exactly. Refuses headers above 100 MB, as the reference does.
 */
import { makeWeightsError } from '../errors/weights-error.ts';
import { type InputFile, openInputFile } from '../files/input-file.ts';
import type { TensorStore } from '../tensors/stored-tensor.ts';
import { parseSafetensorsHeader, type SafetensorsTensor } from './parse-header.ts';

const maximumHeaderBytes = 100_000_000;

export interface SafetensorsFile extends TensorStore<SafetensorsTensor> {
  /** The texts under `__metadata__`. */
  readonly metadata: ReadonlyMap<string, string>;
}

async function readHeaderText(file: InputFile): Promise<string> {
  const prefix = Buffer.alloc(8);
  await file.read(0, prefix);
  const length = Number(prefix.readBigUInt64LE());
  if (length > maximumHeaderBytes) {
    throw makeWeightsError(
      'weights-file-invalid',
      `${file.path}: a header of ${length} bytes is above the format's limit`,
    );
  }
  const bytes = Buffer.alloc(Math.min(length, Math.max(0, file.sizeBytes - 8)));
  await file.read(8, bytes);
  if (bytes.length < length) {
    throw makeWeightsError(
      'weights-file-truncated',
      `${file.path} ends inside its header of ${length} bytes`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw makeWeightsError('weights-file-invalid', `${file.path}: the header is no valid UTF-8`, { cause });
  }
}

async function parse(file: InputFile): Promise<SafetensorsFile> {
  const text = await readHeaderText(file);
  const dataOffset = 8 + Buffer.byteLength(text);
  const place = { path: file.path, dataOffset, dataBytes: file.sizeBytes - dataOffset };
  const { metadata, tensors } = parseSafetensorsHeader(text, place);
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return {
    path: file.path,
    metadata,
    tensors,
    findTensor: (name) => byName.get(name),
    readBytes: (tensor, fromByte, into) => file.read(tensor.offset + fromByte, into),
    close: () => file.close(),
  };
}

/**
 * Opens a safetensors file and checks its header. Close it when done.
 * @throws SlipwayError `weights-file-invalid`, `weights-file-truncated` or `weights-type-unsupported`, naming the place
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  const file = await openInputFile(path);
  try {
    return await parse(file);
  } catch (error) {
    await file.close();
    throw error;
  }
}
