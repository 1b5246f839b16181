/**
 * How an index of benchmarks lies in bytes and in kernel memory: a header of JSON, then slots of 16 bytes (hash, first posting, how many),
 * a filter of bits for long runs and one for short items, and postings of 16 bytes (item, units, hash of all of a short item).
 * Invariant: equal items in equal order give equal bytes; the fields are those of `kernels/contamination.ts`.
 */
import { SlipwayError } from '@slipway/contracts';
import type { Kernels } from '../kernels/load-kernels.ts';

export interface IndexedItem {
  benchmark: string;
  item: string;
  /** Runs of units that the index has of it; 0 where it is too short to be checked. */
  numRuns: number;
}

export interface IndexHeader {
  format: typeof indexFormat;
  items: readonly IndexedItem[];
  numSlots: number;
  filterBytes: number;
  numPostings: number;
}

export const indexFormat = 'slipway-contamination/1';
/** Units that make a run: 13, as in GPT-3 (arXiv:2005.14165, appendix C) and the Llama papers. */
export const longSize = 13;
/** Units of the shortest item that is checked, as a whole. */
export const shortSize = 8;
export const recordBytes = 16;
/** The same as in the kernel: 2^16 bits. */
export const shortFilterBytes = 8192;

const prefixBytes = 4;
const fieldBytes = 64;
const mask64 = (1n << 64n) - 1n;
/** The same as in the kernel. */
const runBase = 0xc2b2ae3d27d4eb4fn;
const align = (numBytes: number) => Math.ceil(numBytes / recordBytes) * recordBytes;

/** Where the tables are in kernel memory. */
export interface IndexTables {
  fields: number;
  slots: number;
  postings: number;
  numBytes: number;
}

export const tableBytesOf = ({ numSlots, filterBytes, numPostings }: Omit<IndexHeader, 'items' | 'format'>) =>
  numSlots * recordBytes + filterBytes + shortFilterBytes + numPostings * recordBytes;

/** Reserves room for tables, not cleared, and writes the fields that name it. */
export function reserveTables(
  kernels: Kernels,
  cutter: number,
  sizes: Omit<IndexHeader, 'items' | 'format'>,
): IndexTables {
  const numBytes = tableBytesOf(sizes);
  const slots = kernels.reserve(numBytes);
  const fields = kernels.reserve(fieldBytes);
  const filter = slots + sizes.numSlots * recordBytes;
  const view = new DataView(kernels.bytes().buffer, fields, fieldBytes);
  const shortFilter = filter + sizes.filterBytes;
  const postings = shortFilter + shortFilterBytes;
  const numbers = [cutter, slots, sizes.numSlots - 1, filter, sizes.filterBytes * 8 - 1, postings];
  for (const [place, value] of [...numbers, longSize, shortSize].entries())
    view.setUint32(place * 4, value, true);
  view.setBigUint64(32, (runBase ** BigInt(longSize)) & mask64, true);
  view.setBigUint64(40, (runBase ** BigInt(shortSize)) & mask64, true);
  view.setUint32(48, shortFilter, true);
  return { fields, slots, postings, numBytes };
}

/** The index as one piece of bytes. */
export function encodeIndex(header: IndexHeader, tables: Uint8Array): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = align(prefixBytes + json.length);
  const bytes = new Uint8Array(start + tables.length);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, prefixBytes);
  bytes.set(tables, start);
  return bytes;
}

/** @throws SlipwayError `artifact-corrupt` where the bytes are no index or are cut off */
export function decodeIndex(bytes: Uint8Array): { header: IndexHeader; tables: Uint8Array } {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = prefixBytes + view.getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(prefixBytes, end))) as IndexHeader;
    const tables = bytes.subarray(align(end));
    if (header.format === indexFormat && tables.length === tableBytesOf(header)) return { header, tables };
  } catch {
    // Told below, like every other fault of the bytes.
  }
  throw new SlipwayError({
    code: 'artifact-corrupt',
    message: 'The contamination index cannot be read: its header or its tables are not what was written.',
    hint: 'Build it again from the benchmarks.',
  });
}
