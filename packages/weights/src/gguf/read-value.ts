/**
 * Reads one metadata value of any GGUF type, nested arrays included.
 * Invariant: an array's count is checked against the bytes that can still follow before anything is allocated.
 * Refuses unknown types, arrays nested deeper than four, and booleans other than 0 and 1.
 */
import { type GgufArray, type GgufTypeName, type GgufValue, ggufTypeIds } from './gguf-value.ts';
import type { HeaderCursor } from './header-cursor.ts';

const maximumDepth = 4;
const maximumNested = 1 << 16;

const typeNames = new Map<number, GgufTypeName>(
  Object.entries(ggufTypeIds).map(([name, id]) => [id, name as GgufTypeName]),
);

/** The fewest bytes that one value of a type takes in a file. */
const minimumBytes: Record<GgufTypeName, number> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  bool: 1,
  string: 8,
  array: 12,
  uint64: 8,
  int64: 8,
  float64: 8,
};

const arrayMakers = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
  uint64: BigUint64Array,
  int64: BigInt64Array,
} as const;

async function readType(cursor: HeaderCursor, place: string): Promise<GgufTypeName> {
  const id = await cursor.readUint32(`the type of ${place}`);
  const type = typeNames.get(id);
  if (type === undefined) throw cursor.invalid(`${place} has the unknown value type ${id}`);
  return type;
}

function checkBooleans(cursor: HeaderCursor, bytes: Uint8Array, place: string): void {
  const wrong = bytes.findIndex((byte) => byte > 1);
  if (wrong >= 0) throw cursor.invalid(`${place} is a boolean with the value ${bytes[wrong]}`);
}

async function readTexts(cursor: HeaderCursor, count: number, place: string): Promise<string[]> {
  const texts: string[] = [];
  for (let i = 0; i < count; i++) texts.push(await cursor.readText(`element ${i} of ${place}`));
  return texts;
}

async function readNested(cursor: HeaderCursor, count: number, nesting: Nesting): Promise<GgufArray[]> {
  const { place, depth } = nesting;
  if (depth >= maximumDepth) throw cursor.invalid(`${place} is nested deeper than ${maximumDepth} arrays`);
  if (count > maximumNested)
    throw cursor.invalid(`${place} holds ${count} arrays, at most ${maximumNested} are allowed`);
  const arrays: GgufArray[] = [];
  for (let i = 0; i < count; i++) {
    arrays.push(await readArray(cursor, { place: `element ${i} of ${place}`, depth: depth + 1 }));
  }
  return arrays;
}

interface Nesting {
  readonly place: string;
  readonly depth: number;
}

async function readArray(cursor: HeaderCursor, nesting: Nesting): Promise<GgufArray> {
  const { place } = nesting;
  const elementType = await readType(cursor, `the elements of ${place}`);
  const count = await cursor.readSize(`the count of ${place}`);
  cursor.check(count * minimumBytes[elementType], place);
  if (elementType === 'string')
    return { type: 'array', elementType, value: await readTexts(cursor, count, place) };
  if (elementType === 'array')
    return { type: 'array', elementType, value: await readNested(cursor, count, nesting) };
  const bytes = Uint8Array.from(await cursor.readBytes(count * minimumBytes[elementType], place));
  if (elementType === 'bool') {
    checkBooleans(cursor, bytes, place);
    return { type: 'array', elementType, value: bytes };
  }
  const value = new arrayMakers[elementType](bytes.buffer);
  return { type: 'array', elementType, value } as GgufArray;
}

async function readScalar(
  cursor: HeaderCursor,
  type: keyof typeof arrayMakers,
  place: string,
): Promise<GgufValue> {
  const bytes = Uint8Array.from(await cursor.readBytes(minimumBytes[type], place));
  const value = new arrayMakers[type](bytes.buffer)[0];
  return { type, value } as GgufValue;
}

/**
 * Reads a value with its type in front.
 * @param key the metadata key, for messages
 * @throws SlipwayError `weights-file-invalid` or `weights-file-truncated`, naming the key
 */
export async function readGgufValue(cursor: HeaderCursor, key: string): Promise<GgufValue> {
  const place = `metadata ${key}`;
  const type = await readType(cursor, place);
  if (type === 'string') return { type, value: await cursor.readText(place) };
  if (type === 'array') return readArray(cursor, { place, depth: 1 });
  if (type === 'bool') {
    const bytes = await cursor.readBytes(1, place);
    checkBooleans(cursor, bytes, place);
    return { type, value: bytes[0] === 1 };
  }
  return readScalar(cursor, type, place);
}
