/**
 * Comma-, semicolon- and tab-separated values whose first row names the columns; each further row becomes a record.
 * Invariant: rows are found byte by byte in a stream, quoted line ends included; memory is bounded by the largest row.
 * Refuses rows beyond the bound, what follows a quote that is never closed, and tables without a text column, where their rows are not asked
 * for as Markdown tables.
 */
import type { ByteCursor } from './byte-cursor.ts';
import type { ByteInput } from './byte-input.ts';
import { type CsvRow, readCsvField, scanCsvRow } from './csv-row.ts';
import { refuseRow } from './csv-row-fault.ts';
import { readTables } from './csv-tables.ts';
import { type MemberTable, makeMemberTable, readLabels } from './member-table.ts';
import { openCursor } from './open-cursor.ts';
import { endOfSource, type RecordFault, type RecordResult } from './record.ts';
import { fillSourceOptions, type SourceOptions, type SourceReader, type SourceSettings } from './source.ts';
import { setFaultsAside } from './stream-fault.ts';

const batchBytes = 1024 * 1024;
const feed = 0x0a;
const delimiters = [0x2c, 0x09, 0x3b] as const;

export const csvReader: SourceReader = {
  format: 'csv',
  extensions: ['.csv', '.tsv'],
  isSplittable: false,
  read: (input, options) => setFaultsAside(readCsv, input, options),
};

interface Table {
  settings: SourceSettings;
  members: MemberTable;
  delimiter: number;
  /** For each place of `members` the column that holds it. */
  columns: readonly number[];
  path: string;
}

async function* readCsv(input: ByteInput, options: SourceOptions): AsyncGenerator<RecordResult> {
  const settings = fillSourceOptions(options);
  let cursor = await openCursor(input);
  try {
    const header = await readHeader(cursor);
    const table = header && findColumns(header, settings, input.path);
    if (header && !table && settings.tables === 'markdown') {
      cursor = await goTo(cursor, input, settings.from);
      const { maxRecordBytes } = settings.limits;
      yield* readTables(cursor, { path: input.path, ...header, maxRecordBytes });
      return;
    }
    if (table === undefined) {
      const detail = `no column called ${settings.members.text.join(' or ')}`;
      if (settings.from === 0 && (header !== undefined || cursor.window().length > 0))
        yield { kind: 'set-aside', reason: 'missing-text', detail, name: input.path, end: endOfSource };
      return;
    }
    cursor = await goTo(cursor, input, settings.from);
    while (cursor.position < settings.end) {
      const isLast = !(await cursor.fill(batchBytes));
      if (cursor.window().length === 0) return;
      yield* readRows(cursor, isLast, table);
    }
  } finally {
    await cursor.close();
  }
}

/** The cursor, or another where a position lies beyond it. */
async function goTo(cursor: ByteCursor, input: ByteInput, from: number): Promise<ByteCursor> {
  if (from <= cursor.position) return cursor;
  await cursor.close();
  return await openCursor(input, from);
}

interface Header {
  names: readonly string[];
  delimiter: number;
}

/** Reads the row of names and leaves the cursor after it. @returns nothing where there is none */
async function readHeader(cursor: ByteCursor): Promise<Header | undefined> {
  const isLast = !(await cursor.fill(batchBytes));
  const bytes = cursor.window();
  if (bytes.length === 0) return undefined;
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const delimiter = findDelimiter(bytes, start);
  const row = scanCsvRow(bytes, start, { delimiter, isLast });
  if (row === undefined) return undefined;
  const names = row.fields.map((field) => Buffer.from(readCsvField(bytes, field)).toString('utf8').trim());
  cursor.drop(row.end);
  return { names, delimiter };
}

/** @returns nothing where no column holds the text */
function findColumns(
  { names, delimiter }: Header,
  settings: SourceSettings,
  path: string,
): Table | undefined {
  const members = makeMemberTable(settings.members);
  const columns = members.names.map((name) => names.indexOf(name));
  if (members.places.text.every((place) => (columns[place] ?? -1) < 0)) return undefined;
  return { settings, members, delimiter, columns, path };
}

/** The delimiter that stands most often in the first line; the comma where none does. */
function findDelimiter(bytes: Uint8Array, start: number): number {
  const stop = bytes.indexOf(feed, start);
  const line = bytes.subarray(start, stop < 0 ? bytes.length : stop);
  const counts = delimiters.map((delimiter) =>
    line.reduce((sum, byte) => sum + Number(byte === delimiter), 0),
  );
  return delimiters[counts.indexOf(Math.max(...counts))] ?? delimiters[0];
}

/** The rows that the window holds; reads on where it holds none whole. */
async function* readRows(cursor: ByteCursor, isLast: boolean, table: Table): AsyncGenerator<RecordResult> {
  const bytes = cursor.window();
  const { position } = cursor;
  const { settings, path } = table;
  let at = 0;
  while (at < bytes.length && position + at < settings.end) {
    const name = `${path}#${position + at}`;
    const row = scanCsvRow(bytes, at, { delimiter: table.delimiter, isLast });
    if (row === undefined) break;
    const result = readRow(bytes, row, { table, name, end: position + row.end });
    at = row.end;
    if (result !== undefined) yield result;
  }
  cursor.drop(at);
  if (at > 0 || bytes.length === 0) return;
  const { maxRecordBytes } = settings.limits;
  const fault = await refuseRow(cursor, isLast, { path, maxRecordBytes });
  if (fault) yield fault;
}

function readRow(
  bytes: Uint8Array,
  { fields }: CsvRow,
  { table, name, end }: { table: Table; name: string; end: number },
): RecordResult | undefined {
  if (fields.length === 1 && fields[0]?.start === fields[0]?.end) return undefined;
  const { members, settings } = table;
  const refuse = (reason: RecordFault, detail: string): RecordResult => ({
    kind: 'set-aside',
    reason,
    detail,
    name,
    end,
  });
  const valueAt = (place: number) => {
    const field = fields[table.columns[place] ?? -1];
    return field === undefined ? undefined : readCsvField(bytes, field);
  };
  const text = members.places.text.map(valueAt).find((value) => value !== undefined);
  if (text === undefined) return refuse('missing-text', `${fields.length} fields, none of text`);
  if (text.length > settings.limits.maxRecordBytes) return refuse('too-large', `${text.length} bytes`);
  if (text.length === 0) return refuse('empty', 'its text is empty');
  const labels = readLabels(members, (place) => {
    const value = valueAt(place);
    return value === undefined ? undefined : Buffer.from(value).toString('utf8');
  });
  return { kind: 'record', bytes: text, contentType: settings.contentType, name, end, ...labels };
}
