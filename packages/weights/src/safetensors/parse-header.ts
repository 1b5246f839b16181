/**
 * Checks the JSON header of a safetensors file against the format.
 * Invariant: what it returns covers the data section exactly: no holes, no overlaps, every size equal to shape times type.
 * Refuses duplicate keys, unknown types, offsets out of range, and metadata that is not text to text.
 * Source: github.com/huggingface/safetensors, README "Format" and `Metadata::validate`.
 */
import { makeWeightsError } from '../errors/weights-error.ts';
import { formatShape } from '../tensors/shape.ts';
import type { StoredTensor } from '../tensors/stored-tensor.ts';
import { type Dtype, getDtypeFacts, isDtype } from './dtype.ts';
import { findDuplicateKey } from './find-duplicate-key.ts';

export interface SafetensorsTensor extends StoredTensor {
  readonly dtype: Dtype;
}

export interface SafetensorsHeader {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: readonly SafetensorsTensor[];
}

/** Where the header came from and where the data lies. */
export interface HeaderPlace {
  readonly path: string;
  readonly dataOffset: number;
  readonly dataBytes: number;
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseJson(text: string, place: HeaderPlace): Record<string, unknown> {
  const invalid = (message: string, cause?: unknown) =>
    makeWeightsError('weights-file-invalid', `${place.path}: ${message}`, { cause });
  if (!text.startsWith('{')) throw invalid('the header does not begin with {');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw invalid('the header is no valid JSON', cause);
  }
  if (!isObject(parsed)) throw invalid('the header is no JSON object');
  const duplicate = findDuplicateKey(text);
  if (duplicate !== undefined) throw invalid(`the header names ${duplicate} twice`);
  return parsed;
}

function parseMetadata(value: unknown, place: HeaderPlace): ReadonlyMap<string, string> {
  if (value === undefined) return new Map();
  if (!isObject(value) || Object.values(value).some((entry) => typeof entry !== 'string')) {
    throw makeWeightsError('weights-file-invalid', `${place.path}: __metadata__ is no map from text to text`);
  }
  return new Map(Object.entries(value) as [string, string][]);
}

function parseTensor(name: string, value: unknown, place: HeaderPlace): SafetensorsTensor {
  const invalid = (message: string) =>
    makeWeightsError('weights-file-invalid', `${place.path}: tensor ${name} ${message}`);
  if (!isObject(value)) throw invalid('is not described by an object');
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isDtype(dtype)) {
    throw makeWeightsError(
      'weights-type-unsupported',
      `${place.path}: tensor ${name} has the unknown type ${String(dtype)}`,
    );
  }
  if (!Array.isArray(shape) || !shape.every(isSize)) throw invalid('has no valid shape');
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize))
    throw invalid('has no valid data_offsets');
  const [begin, end] = offsets as [number, number];
  const numElements = (shape as number[]).reduce((product, size) => product * size, 1);
  const numBytes = numElements * getDtypeFacts(dtype).numBytes;
  if (!Number.isSafeInteger(numBytes)) throw invalid(`has the impossible shape ${formatShape(shape)}`);
  if (end - begin !== numBytes) {
    throw invalid(
      `of shape ${formatShape(shape)} and type ${dtype} needs ${numBytes} bytes, its data_offsets give ${end - begin}`,
    );
  }
  if (end > place.dataBytes) {
    throw makeWeightsError(
      'weights-file-truncated',
      `${place.path}: tensor ${name} would end at byte ${end} of the data, which has ${place.dataBytes}`,
    );
  }
  return { name, dtype, shape: shape as number[], numElements, numBytes, offset: place.dataOffset + begin };
}

/**
 * Parses and checks a header.
 * @throws SlipwayError `weights-file-invalid`, `weights-file-truncated`, `weights-type-unsupported`
 */
export function parseSafetensorsHeader(text: string, place: HeaderPlace): SafetensorsHeader {
  const parsed = parseJson(text, place);
  const metadata = parseMetadata(parsed.__metadata__, place);
  const tensors = Object.entries(parsed)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => parseTensor(name, value, place));
  let expected = place.dataOffset;
  for (const { name, offset, numBytes } of tensors.toSorted(
    (a, b) => a.offset - b.offset || a.numBytes - b.numBytes,
  )) {
    if (offset !== expected) {
      const fault = offset < expected ? 'overlaps the tensor before it' : 'leaves a hole before it';
      throw makeWeightsError(
        'weights-file-invalid',
        `${place.path}: tensor ${name} ${fault} (offset ${offset})`,
      );
    }
    expected = offset + numBytes;
  }
  if (expected !== place.dataOffset + place.dataBytes) {
    const surplus = place.dataOffset + place.dataBytes - expected;
    throw makeWeightsError(
      'weights-file-invalid',
      `${place.path}: ${surplus} bytes after the last tensor belong to none`,
    );
  }
  return { metadata, tensors };
}
