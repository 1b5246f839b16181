/**
 * How a model of ours lies in a file: the length of a header, the header as JSON, and from the next multiple of 16 on its tables.
 * Invariant: equal models give equal bytes; numbers are little endian, as typed arrays are on all machines we run on.
 */
import { SlipwayError } from '@slipway/contracts';

const prefixBytes = 4;
const alignment = 16;
const maxHeaderBytes = 1 << 16;
const align = (numBytes: number) => Math.ceil(numBytes / alignment) * alignment;

/** @param header with the name of its format */
export function encodeModel<Header extends { format: string }>(
  header: Header,
  tables: readonly ArrayBufferView[],
): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = align(prefixBytes + json.length);
  const bytes = new Uint8Array(tables.reduce((sum, { byteLength }) => sum + byteLength, start));
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, prefixBytes);
  let at = start;
  for (const { buffer, byteOffset, byteLength } of tables) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

/**
 * Reads the header, and the tables as one buffer of their own.
 * @param isWhole whether tables of so many bytes belong to the header
 * @throws SlipwayError `artifact-corrupt` where the bytes are of another format, or are cut off
 */
export function decodeModel<Header extends { format: string }>(
  bytes: Uint8Array,
  format: Header['format'],
  isWhole: (header: Header, numBytes: number) => boolean,
): { header: Header; tables: ArrayBuffer } {
  try {
    const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
    const end = prefixBytes + Math.min(length, maxHeaderBytes);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(prefixBytes, end))) as Header;
    const tables = new Uint8Array(bytes.subarray(align(end))).buffer;
    if (header.format === format && isWhole(header, tables.byteLength)) return { header, tables };
  } catch {
    // Told below, like every other fault of the bytes.
  }
  throw new SlipwayError({
    code: 'artifact-corrupt',
    message: `This is no model of the format ${format}, or it is damaged.`,
    hint: 'Train it again, and give it to the step that takes its kind.',
  });
}
