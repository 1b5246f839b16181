/**
 * How an index of benchmarks lies in bytes and in kernel memory: a header of JSON, then two tables, of long runs and of short items. A table is
 * entries sorted by hash, its low half first, a directory that says where those of each bucket begin, and a filter of bits. An entry is 12 bytes
 * (hash, item); of a short item 24 (hash, item, units, hash of all of it).
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

export interface IndexHeader extends IndexSizes {
  format: typeof indexFormat;
  items: readonly IndexedItem[];
}

/** Entries of each table; all other sizes follow from them. */
export interface IndexSizes {
  numLong: number;
  numShort: number;
}

export const indexFormat = 'slipway-contamination/2';
/** Units that make a run: 13, as in GPT-3 (arXiv:2005.14165, appendix C) and the Llama papers. */
export const longSize = 13;
/** Units of the shortest item that is checked, as a whole. */
export const shortSize = 8;
/** Words of an entry: the low and the high half of the hash, the item; of a short item also its units, and both halves of its hash. */
export const longEntryWords = 3;
export const shortEntryWords = 6;
/** Bytes of a hit that the kernel writes. */
export const hitBytes = 16;

const prefixBytes = 4;
const alignment = 16;
const fieldBytes = 80;
const [longTableField, shortTableField] = [32, 56];
const entriesPerBucket = 4;
/** A filter of so many bits an entry lets about one run in twenty through that is not there. */
const filterBitsPerEntry = 16;
/** 2^16 bits of the filter of short items: it fits into the nearest cache, and there are few of them. */
const shortFilterBytes = 8192;
const mask64 = (1n << 64n) - 1n;
/** The same as in the kernel. */
const runBase = 0xc2b2ae3d27d4eb4fn;
const align = (numBytes: number) => Math.ceil(numBytes / alignment) * alignment;
const ceilBits = (least: number) => Math.ceil(Math.log2(Math.max(least, 64)));

interface TableSizes {
  numEntries: number;
  entryBytes: number;
  bucketBits: number;
  filterBytes: number;
}

function sizeTables({ numLong, numShort }: IndexSizes): [long: TableSizes, short: TableSizes] {
  const size = (numEntries: number, entryWords: number) => ({
    numEntries,
    entryBytes: entryWords * 4,
    bucketBits: ceilBits(numEntries / entriesPerBucket),
  });
  const filterBytes = 2 ** ceilBits(numLong * filterBitsPerEntry) / 8;
  return [
    { ...size(numLong, longEntryWords), filterBytes },
    { ...size(numShort, shortEntryWords), filterBytes: shortFilterBytes },
  ];
}

const directoryBytes = (bucketBits: number) => align((2 ** bucketBits + 1) * 4);
const bytesOf = ({ numEntries, entryBytes, bucketBits, filterBytes }: TableSizes) =>
  align(numEntries * entryBytes) + directoryBytes(bucketBits) + filterBytes;

/** Bytes of both tables. */
export const tableBytesOf = (sizes: IndexSizes) =>
  sizeTables(sizes).reduce((sum, table) => sum + bytesOf(table), 0);

/** Where an index is in kernel memory: pointers. */
export interface IndexTables {
  /** What the kernel that searches takes. */
  fields: number;
  /** Each table's own fields, and its entries. */
  long: { fields: number; entries: number };
  short: { fields: number; entries: number };
  /** Where all of it begins. */
  start: number;
  numBytes: number;
}

/** Reserves room for tables, not cleared, and writes the fields that name it. */
export function reserveTables(kernels: Kernels, cutter: number, sizes: IndexSizes): IndexTables {
  const numBytes = tableBytesOf(sizes);
  const start = kernels.reserve(numBytes);
  const fields = kernels.reserve(fieldBytes);
  const view = new DataView(kernels.bytes().buffer, fields, fieldBytes);
  for (const [place, value] of [cutter, longSize, shortSize].entries())
    view.setUint32(place * 4, value, true);
  view.setBigUint64(16, (runBase ** BigInt(longSize)) & mask64, true);
  view.setBigUint64(24, (runBase ** BigInt(shortSize)) & mask64, true);
  const [longSizes, shortSizes] = sizeTables(sizes);
  const writeTable = (field: number, entries: number, table: TableSizes) => {
    const directory = entries + align(table.numEntries * table.entryBytes);
    const filter = directory + directoryBytes(table.bucketBits);
    const numbers = [directory, 32 - table.bucketBits, entries, table.numEntries, filter];
    for (const [place, value] of [...numbers, table.filterBytes * 8 - 1].entries())
      view.setUint32(field + place * 4, value, true);
    return { fields: fields + field, entries };
  };
  const long = writeTable(longTableField, start, longSizes);
  const short = writeTable(shortTableField, start + bytesOf(longSizes), shortSizes);
  return { fields, long, short, start, numBytes };
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
