/**
 * A GGUF file opened for reading: its metadata, what tensors it has and where, and their bytes on demand.
 * Invariant: what is returned has been checked: every tensor is aligned, inside the file and apart from the others, names and keys
 * are unique. Refuses version 1, big-endian files and anything whose header does not follow the format.
 */
import { findTensorType, type TensorType, tensorTypes } from '../blocks/tensor-type.ts';
import { makeWeightsError } from '../errors/weights-error.ts';
import { type InputFile, openInputFile } from '../files/input-file.ts';
import { formatShape } from '../tensors/shape.ts';
import type { StoredTensor, TensorStore } from '../tensors/stored-tensor.ts';
import type { GgufMetadata, GgufValue } from './gguf-value.ts';
import { HeaderCursor } from './header-cursor.ts';
import { readGgufValue } from './read-value.ts';

const magic = 0x46554747;
const defaultAlignment = 32;
const maximumKeys = 1 << 16;
const maximumTensors = 1 << 18;
const maximumKeyBytes = 65_535;
const maximumNameBytes = 1024;
const maximumDimensions = 4;
const defaultHeaderLimitBytes = 256 * 2 ** 20;

export interface GgufTensor extends StoredTensor {
  readonly type: TensorType;
}

export interface GgufFile extends TensorStore<GgufTensor> {
  readonly version: 2 | 3;
  readonly alignment: number;
  readonly metadata: GgufMetadata;
  readonly sizeBytes: number;
}

export interface OpenGgufOptions {
  /** The most bytes that the header (metadata and tensor list) may take; 256 MiB by default. */
  readonly headerLimitBytes?: number;
}

/** A tensor as listed in the header: its offset counts from the start of the data. */
interface ListedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: TensorType;
  readonly relativeOffset: number;
}

async function readPreamble(
  cursor: HeaderCursor,
): Promise<{ version: 2 | 3; numTensors: number; numKeys: number }> {
  if ((await cursor.readUint32('the magic number')) !== magic)
    throw cursor.invalid('it is no GGUF file (wrong magic number)');
  const version = await cursor.readUint32('the version');
  if (version !== 0 && (version & 0xffff) === 0)
    throw cursor.invalid('it is a big-endian GGUF file, which is not supported');
  if (version !== 2 && version !== 3)
    throw cursor.invalid(`GGUF version ${version} is not supported (2 and 3 are)`);
  const numTensors = await cursor.readSize('the number of tensors');
  const numKeys = await cursor.readSize('the number of metadata keys');
  if (numTensors > maximumTensors)
    throw cursor.invalid(`it claims ${numTensors} tensors, at most ${maximumTensors} are allowed`);
  if (numKeys > maximumKeys)
    throw cursor.invalid(`it claims ${numKeys} metadata keys, at most ${maximumKeys} are allowed`);
  return { version, numTensors, numKeys };
}

async function readMetadata(cursor: HeaderCursor, numKeys: number): Promise<GgufMetadata> {
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < numKeys; i++) {
    const key = await cursor.readText(`metadata key ${i}`, maximumKeyBytes);
    if (metadata.has(key)) throw cursor.invalid(`metadata key ${key} stands in it twice`);
    metadata.set(key, await readGgufValue(cursor, key));
  }
  return metadata;
}

async function readListedTensor(cursor: HeaderCursor, index: number): Promise<ListedTensor> {
  const name = await cursor.readText(`the name of tensor ${index}`, maximumNameBytes);
  const place = `tensor ${name}`;
  const numDimensions = await cursor.readUint32(place);
  if (numDimensions < 1 || numDimensions > maximumDimensions) {
    throw cursor.invalid(`${place} has ${numDimensions} dimensions, 1 to ${maximumDimensions} are allowed`);
  }
  const shape: number[] = [];
  for (let i = 0; i < numDimensions; i++) shape.unshift(await cursor.readSize(`dimension ${i} of ${place}`));
  const typeId = await cursor.readUint32(`the type of ${place}`);
  const type = findTensorType(typeId);
  if (type === undefined)
    throw makeWeightsError('weights-type-unsupported', `${place} has the unknown type ${typeId}`);
  return { name, shape, type, relativeOffset: await cursor.readSize(`the offset of ${place}`) };
}

function measure(cursor: HeaderCursor, listed: ListedTensor): { numElements: number; numBytes: number } {
  const { name, shape, type } = listed;
  const { blockElements, blockBytes, label } = tensorTypes[type];
  let numElements = 1;
  for (const dimension of shape) numElements *= dimension;
  if (numElements < 1 || !Number.isSafeInteger(numElements * 8)) {
    throw cursor.invalid(`tensor ${name} has the impossible shape ${formatShape(shape)}`);
  }
  if ((shape.at(-1) as number) % blockElements !== 0) {
    throw cursor.invalid(
      `tensor ${name} of shape ${formatShape(shape)} does not divide into ${label} blocks of ${blockElements}`,
    );
  }
  return { numElements, numBytes: (numElements / blockElements) * blockBytes };
}

function readAlignment(cursor: HeaderCursor, metadata: GgufMetadata): number {
  const value = metadata.get('general.alignment');
  if (value === undefined) return defaultAlignment;
  const alignment = value.type === 'uint32' ? value.value : 0;
  const isPowerOfTwo = alignment > 0 && (alignment & (alignment - 1)) === 0;
  if (!isPowerOfTwo || alignment > 2 ** 20)
    throw cursor.invalid('general.alignment is no power of two of type uint32');
  return alignment;
}

function placeTensors(
  cursor: HeaderCursor,
  listed: readonly ListedTensor[],
  data: DataSection,
): GgufTensor[] {
  const names = new Set<string>();
  const tensors = listed.map((tensor): GgufTensor => {
    const { name, shape, type, relativeOffset } = tensor;
    if (names.has(name)) throw cursor.invalid(`tensor ${name} stands in it twice`);
    names.add(name);
    if (relativeOffset % data.alignment !== 0) {
      throw cursor.invalid(
        `tensor ${name} begins at ${relativeOffset}, which is not aligned to ${data.alignment}`,
      );
    }
    const { numElements, numBytes } = measure(cursor, tensor);
    const offset = data.offset + relativeOffset;
    if (offset + numBytes > data.sizeBytes) {
      throw makeWeightsError(
        'weights-file-truncated',
        `${data.path} has ${data.sizeBytes} bytes, tensor ${name} would end at ${offset + numBytes}`,
      );
    }
    return { name, shape, type, numElements, numBytes, offset };
  });
  const inOrder = tensors.toSorted((a, b) => a.offset - b.offset);
  for (const [i, tensor] of inOrder.entries()) {
    const next = inOrder[i + 1];
    if (next && tensor.offset + tensor.numBytes > next.offset) {
      throw cursor.invalid(`tensors ${tensor.name} and ${next.name} overlap at offset ${next.offset}`);
    }
  }
  return tensors;
}

interface DataSection {
  readonly path: string;
  readonly sizeBytes: number;
  readonly alignment: number;
  readonly offset: number;
}

async function parse(file: InputFile, limitBytes: number): Promise<GgufFile> {
  const cursor = new HeaderCursor(file, limitBytes);
  const { version, numTensors, numKeys } = await readPreamble(cursor);
  const metadata = await readMetadata(cursor, numKeys);
  const listed: ListedTensor[] = [];
  for (let i = 0; i < numTensors; i++) listed.push(await readListedTensor(cursor, i));
  const alignment = readAlignment(cursor, metadata);
  const offset = Math.ceil(cursor.position / alignment) * alignment;
  const { path, sizeBytes } = file;
  const tensors = placeTensors(cursor, listed, { path, sizeBytes, alignment, offset });
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return {
    path,
    sizeBytes,
    version,
    alignment,
    metadata,
    tensors,
    findTensor: (name) => byName.get(name),
    readBytes: (tensor, fromByte, into) => file.read(tensor.offset + fromByte, into),
    close: () => file.close(),
  };
}

/**
 * Opens a GGUF file and reads its header; tensor bytes are read on demand. Close it when done.
 * @throws SlipwayError `weights-file-invalid`, `weights-file-truncated` or `weights-type-unsupported`, naming the place
 */
export async function openGguf(path: string, options: OpenGgufOptions = {}): Promise<GgufFile> {
  const file = await openInputFile(path);
  try {
    return await parse(file, options.headerLimitBytes ?? defaultHeaderLimitBytes);
  } catch (error) {
    await file.close();
    throw error;
  }
}
