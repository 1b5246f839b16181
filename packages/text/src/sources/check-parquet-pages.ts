/**
 * Looks through the pages of one flat column of Parquet before they are decoded: sizes, counts and run-lengths.
 * Invariant: what passes makes the decoder allocate no more than the rows of the group and the bytes of the pages; without it a single
 * damaged run-length can fill the heap.
 * Refuses (throws) pages that are longer than the column, or say that they hold more than the group does.
 */
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js';

export interface ColumnFacts {
  numRows: number;
  /** Whether a value may be missing: then levels stand before the values. */
  isOptional: boolean;
  /** Unpacks a page to the length it says it has. */
  unpack: (packed: Uint8Array, numBytes: number) => Uint8Array;
}

/** Kinds of pages and encodings by their numbers in the format (parquet.thrift). */
const dataPage = 0;
const dictionaryPage = 2;
const dataPage2 = 3;
const dictionaryEncodings = [2, 8];

type Fields = Record<string, unknown>;

/** @returns the unpacked pages by the offset of their packed bytes, for the decoder to take */
export function checkParquetPages(chunk: ArrayBuffer, facts: ColumnFacts): Map<number, Uint8Array> {
  const reader = { view: new DataView(chunk), offset: 0 };
  const pages = new Map<number, Uint8Array>();
  for (let numRows = 0; numRows < facts.numRows && reader.offset < chunk.byteLength - 1; ) {
    const header = deserializeTCompactProtocol(reader) as Fields;
    const numPacked = numberOf(header.field_3);
    demand(reader.offset + numPacked <= chunk.byteLength, 'a page is cut off');
    const page = new Uint8Array(chunk, reader.offset, numPacked);
    reader.offset += numPacked;
    const numUnpacked = numberOf(header.field_2);
    if (header.field_1 === dataPage2) numRows += checkPage2(page, { header, facts, numUnpacked, pages });
    else {
      const bytes = facts.unpack(page, numUnpacked);
      pages.set(page.byteOffset, bytes);
      if (header.field_1 === dataPage) numRows += checkPage(bytes, fieldsOf(header.field_5), facts);
      else if (header.field_1 === dictionaryPage)
        demand(numberOf(fieldsOf(header.field_7).field_1) <= bytes.length, 'a dictionary says it is larger');
    }
  }
  return pages;
}

function checkPage(bytes: Uint8Array, header: Fields, { numRows, isOptional }: ColumnFacts): number {
  const numValues = numberOf(header.field_1);
  demand(numValues <= numRows, 'a page says it has more rows than its group');
  let at = 0;
  if (isOptional) {
    demand(bytes.length >= 4, 'a page ends within its levels');
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    checkRuns(bytes.subarray(4, 4 + length), 1, numValues);
    at = 4 + length;
  }
  checkIndices(bytes.subarray(at), numberOf(header.field_2), numValues);
  return numValues;
}

interface Page2 {
  header: Fields;
  facts: ColumnFacts;
  numUnpacked: number;
  pages: Map<number, Uint8Array>;
}

function checkPage2(page: Uint8Array, { header, facts, numUnpacked, pages }: Page2): number {
  const fields = fieldsOf(header.field_8);
  const numValues = numberOf(fields.field_1);
  const levels = numberOf(fields.field_5);
  demand(numValues <= facts.numRows, 'a page says it has more rows than its group');
  demand(numberOf(fields.field_2) <= numValues && numberOf(fields.field_6) === 0, 'a page counts wrongly');
  demand(levels <= page.length && levels <= numUnpacked, 'a page ends within its levels');
  if (facts.isOptional) checkRuns(page.subarray(0, levels), 1, numValues);
  const packed = page.subarray(levels);
  const bytes = fields.field_7 === false ? packed : facts.unpack(packed, numUnpacked - levels);
  pages.set(packed.byteOffset, bytes);
  checkIndices(bytes, numberOf(fields.field_4), numValues);
  return numValues;
}

function checkIndices(bytes: Uint8Array, encoding: number, numValues: number): void {
  if (!dictionaryEncodings.includes(encoding) || bytes.length === 0) return;
  const width = bytes[0] ?? 0;
  demand(width <= 32, 'an index is wider than 32 bits');
  if (width > 0) checkRuns(bytes.subarray(1), width, numValues);
}

/** Runs of the hybrid of run-lengths and packed bits; of the values beyond those wanted only a last group's rest may be there. */
function checkRuns(bytes: Uint8Array, width: number, numValues: number): void {
  for (let at = 0, left = numValues; left > 0 && at < bytes.length; ) {
    let run = 0;
    for (let shift = 1; ; shift *= 128, at += 1) {
      const byte = bytes[at] ?? 0;
      run += (byte & 127) * shift;
      demand(run < 2 ** 31, 'a run is longer than its group');
      if (byte < 128) break;
    }
    const count = run % 2 === 1 ? (run - 1) * 4 : run / 2;
    demand(count < left + 8, 'a run is longer than its page');
    at += 1 + (run % 2 === 1 ? (count * width) / 8 : Math.ceil(width / 8));
    left -= count;
  }
}

function demand(condition: boolean, otherwise: string): void {
  if (!condition) throw new RangeError(otherwise);
}

/** A count that is none where it is missing or negative: no page has such. */
function numberOf(value: unknown): number {
  const number = value === undefined ? 0 : Number(value);
  demand(Number.isSafeInteger(number) && number >= 0, 'a count is no number');
  return number;
}

function fieldsOf(value: unknown): Fields {
  return (value ?? {}) as Fields;
}
