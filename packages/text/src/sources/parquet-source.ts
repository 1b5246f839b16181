/**
 * Parquet: each row a record, its text from a column of strings or bytes. Positions count rows.
 * Invariant: reads the footer, then one group of rows at a time, and of it only the columns that are wanted; holds one group.
 * Refuses files without a text column, groups that say they unpack beyond the bound, and damage: a broken group is set aside as a whole
 * and the next one read.
 */
import { isSlipwayError } from '@slipway/contracts';
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from 'hyparquet';
import type { ByteInput } from './byte-input.ts';
import { checkParquetPages } from './check-parquet-pages.ts';
import { type MemberTable, makeMemberTable, readLabels } from './member-table.ts';
import { createParquetCompressors } from './parquet-compressors.ts';
import type { RecordFault, RecordResult } from './record.ts';
import { fillSourceOptions, type SourceOptions, type SourceReader, type SourceSettings } from './source.ts';
import { StreamFault, setFaultsAside } from './stream-fault.ts';

export const parquetReader: SourceReader = {
  format: 'parquet',
  extensions: ['.parquet'],
  isSplittable: false,
  read: (input, options) => setFaultsAside(readParquet, input, options),
};

/** Rows that a group may have: each takes an object, even where all of it is missing. */
const maxGroupRows = 2 ** 24;

interface Group {
  index: number;
  firstRow: number;
  numRows: number;
  /** Unpacked bytes of the wanted columns, as the footer says. */
  numBytes: number;
}

interface Table {
  settings: SourceSettings;
  file: AsyncBuffer;
  metadata: FileMetaData;
  groups: readonly Group[];
  members: MemberTable;
  /** The wanted names that are columns. */
  columns: string[];
  /** Those of them that may miss values. */
  optional: ReadonlySet<string>;
  path: string;
}

type Cell = Uint8Array | string | number | bigint | boolean | Date | object | null | undefined;
type Row = Record<string, Cell>;

async function* readParquet(input: ByteInput, options: SourceOptions): AsyncGenerator<RecordResult> {
  const settings = fillSourceOptions(options);
  const { from, end } = settings;
  const table = await openTable(input, settings);
  for (const group of table.groups) {
    const first = Math.max(from, group.firstRow);
    const last = Math.min(end, group.firstRow + group.numRows);
    if (first >= last) continue;
    const rows = await readGroup(table, group);
    if (!Array.isArray(rows)) {
      const name = `${input.path}#${first}`;
      yield { kind: 'set-aside', ...rows, name, end: group.firstRow + group.numRows };
      continue;
    }
    for (let row = first; row < last; row += 1) {
      yield readRow(rows[row - group.firstRow] ?? {}, row, table);
      rows[row - group.firstRow] = undefined;
    }
  }
}

async function openTable(input: ByteInput, settings: SourceSettings): Promise<Table> {
  const file: AsyncBuffer = {
    byteLength: input.numBytes,
    async slice(start, end = input.numBytes) {
      if (!(start >= 0 && start <= end && end <= input.numBytes))
        throw new RangeError(`bytes ${start} to ${end} are outside the file`);
      const bytes = await input.read(start, end - start);
      return bytes.byteLength === bytes.buffer.byteLength
        ? (bytes.buffer as ArrayBuffer)
        : new Uint8Array(bytes).buffer;
    },
  };
  const members = makeMemberTable(settings.members);
  try {
    const metadata = await parquetMetadataAsync(file);
    const flat = flatColumns(metadata);
    const names = new Set(flat.keys());
    const columns = members.names.filter((name) => names.has(name));
    if (!members.places.text.some((place) => names.has(members.names[place] ?? '')))
      throw new StreamFault('missing-text', `no column called ${settings.members.text.join(' or ')}`);
    const optional = new Set(columns.filter((name) => flat.get(name) === 'OPTIONAL'));
    const groups = [...groupsOf(metadata, columns)];
    return { settings, file, metadata, groups, members, columns, optional, path: input.path };
  } catch (error) {
    if (error instanceof StreamFault || isOfPlace(error)) throw error;
    throw new StreamFault('corrupt-parquet', messageOf(error));
  }
}

/** The columns of single values, each with whether it may miss some. */
function flatColumns(metadata: FileMetaData): Map<string, string | undefined> {
  const flat = new Map<string, string | undefined>();
  for (const { element, children } of parquetSchema(metadata).children) {
    const isFlat =
      children.length === 0 && element.repetition_type !== 'REPEATED' && element.type !== 'BOOLEAN';
    if (isFlat) flat.set(element.name, element.repetition_type);
  }
  return flat;
}

type Columns = FileMetaData['row_groups'][number]['columns'];

function namesOf(columns: Columns): string[] {
  return columns.flatMap(({ meta_data }) =>
    meta_data?.path_in_schema?.length === 1 ? meta_data.path_in_schema : [],
  );
}

function* groupsOf(metadata: FileMetaData, columns: readonly string[]): Generator<Group> {
  let firstRow = 0;
  for (const [index, group] of metadata.row_groups.entries()) {
    const numRows = Number(group.num_rows);
    if (!(Number.isSafeInteger(firstRow + numRows) && numRows >= 0))
      throw new StreamFault('corrupt-parquet', `a group of ${numRows} rows`);
    const wanted = group.columns.filter((column) => namesOf([column]).some((name) => columns.includes(name)));
    const numBytes = wanted.reduce(
      (sum, { meta_data }) =>
        sum + Math.max(Number(meta_data?.total_uncompressed_size), Number(meta_data?.total_compressed_size)),
      0,
    );
    yield { index, firstRow, numRows, numBytes };
    firstRow += numRows;
  }
}

async function readGroup(
  table: Table,
  { index, firstRow, numRows, numBytes }: Group,
): Promise<(Row | undefined)[] | { reason: RecordFault; detail: string }> {
  const { maxGroupBytes } = table.settings.limits;
  if (!(numBytes <= maxGroupBytes && numRows <= maxGroupRows))
    return { reason: 'too-large', detail: `a group of ${numRows} rows in ${numBytes} bytes` };
  const rows: Row[] = Array.from({ length: numRows }, () => ({}));
  const compressors = createParquetCompressors(maxGroupBytes);
  try {
    for (const name of table.columns) {
      const cells = await readColumn(table, { name, index, firstRow, numRows, compressors });
      for (const [row, cell] of cells.entries()) {
        const cellsOfRow = rows[row];
        if (cellsOfRow !== undefined) cellsOfRow[name] = cell;
      }
    }
    return rows;
  } catch (error) {
    if (isOfPlace(error)) throw error;
    if (error instanceof StreamFault) return { reason: error.reason, detail: error.message };
    return { reason: 'corrupt-parquet', detail: messageOf(error) };
  }
}

interface ColumnRequest {
  name: string;
  index: number;
  firstRow: number;
  numRows: number;
  compressors: Compressors;
}

/** The cells of one column in one group, its pages checked before they are decoded. */
async function readColumn(table: Table, request: ColumnRequest): Promise<Cell[]> {
  const { file, metadata } = table;
  const { name, index, firstRow, numRows, compressors } = request;
  const column = metadata.row_groups[index]?.columns.find((found) => namesOf([found]).includes(name));
  const facts = column?.meta_data;
  if (facts === undefined) return [];
  const start = Number(facts.dictionary_page_offset || facts.data_page_offset);
  const end = start + Number(facts.total_compressed_size);
  const chunk = await file.slice(start, end);
  const decompress = compressors[facts.codec];
  const unpack = (packed: Uint8Array, size: number) =>
    facts.codec === 'UNCOMPRESSED' || decompress === undefined ? packed : decompress(packed, size);
  const isOptional = table.optional.has(name);
  const pages = checkParquetPages(chunk, { numRows, isOptional, unpack });
  let cells: Cell[] = [];
  await parquetRead({
    file: { byteLength: file.byteLength, slice: () => chunk },
    metadata,
    columns: [name],
    rowStart: firstRow,
    rowEnd: firstRow + numRows,
    utf8: false,
    compressors: { [facts.codec]: (packed: Uint8Array) => pages.get(packed.byteOffset) ?? new Uint8Array(0) },
    parsers: { stringFromBytes: (bytes: Uint8Array | undefined) => bytes },
    onChunk: ({ columnData, rowStart }) => {
      const skipped = rowStart - firstRow;
      cells = cells.slice(0, skipped).concat(Array.from(columnData as ArrayLike<Cell>));
    },
  });
  return cells;
}

/** What the file system throws, or whatever else opened the input, is no fault of the file. */
function isOfPlace(error: unknown): boolean {
  return isSlipwayError(error) || typeof (error as NodeJS.ErrnoException)?.syscall === 'string';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function readRow(cells: Row, row: number, { path, settings, members }: Table): RecordResult {
  const name = `${path}#${row}`;
  const end = row + 1;
  const refuse = (reason: RecordFault, detail: string): RecordResult => ({
    kind: 'set-aside',
    reason,
    detail,
    name,
    end,
  });
  const cellAt = (place: number) => cells[members.names[place] ?? ''];
  const text = members.places.text.map(cellAt).find((cell) => cell instanceof Uint8Array);
  if (text === undefined) return refuse('missing-text', 'its text is missing or no string');
  if (text.length > settings.limits.maxRecordBytes) return refuse('too-large', `${text.length} bytes`);
  if (text.length === 0) return refuse('empty', 'its text is empty');
  const labels = readLabels(members, (place) => labelOf(cellAt(place)));
  return { kind: 'record', bytes: text, contentType: settings.contentType, name, end, ...labels };
}

function labelOf(cell: Cell): string | undefined {
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString('utf8');
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? undefined : cell.toISOString();
  return typeof cell === 'object' || cell === undefined ? undefined : String(cell);
}
