/**
 * Rows of comma-separated values without a column of text as Markdown tables: each record some rows under the names of the columns.
 * Invariant: a record ends with the row that fills it, so its bounds depend on the rows alone, and reading from any of them goes on the
 * same. Every row is in one record, in order; a cell's line ends become spaces and its bars are escaped.
 * Refuses rows beyond the bound, and what follows a quote that is never closed.
 */
import type { ByteCursor } from './byte-cursor.ts';
import { type CsvRow, readCsvField, scanCsvRow } from './csv-row.ts';
import { refuseRow } from './csv-row-fault.ts';
import type { RecordResult } from './record.ts';

export interface TableOptions {
  path: string;
  /** Names of the columns. */
  names: readonly string[];
  delimiter: number;
  maxRecordBytes: number;
}

const batchBytes = 1024 * 1024;
/** Text of a record, from which on it is closed: some pages. */
const pieceBytes = 16 * 1024;
const encoder = new TextEncoder();

/** Reads from where the cursor stands, behind the row of names or at the end of a record. */
export async function* readTables(
  cursor: ByteCursor,
  { path, names, delimiter, maxRecordBytes }: TableOptions,
): AsyncGenerator<RecordResult> {
  let piece = openPiece(names, cursor.position);
  const close = (end: number): RecordResult[] => {
    const { start, numRows } = piece;
    const bytes = encoder.encode(piece.text);
    piece = openPiece(names, end);
    return numRows === 0
      ? []
      : [{ kind: 'record', bytes, contentType: 'text', name: `${path}#${start}`, end }];
  };
  for (;;) {
    const isLast = !(await cursor.fill(batchBytes));
    const bytes = cursor.window();
    const { position } = cursor;
    if (bytes.length === 0) break;
    let at = 0;
    while (at < bytes.length) {
      const row = scanCsvRow(bytes, at, { delimiter, isLast });
      if (row === undefined) break;
      at = row.end;
      addRow(piece, bytes, row);
      if (piece.text.length >= pieceBytes) yield* close(position + at);
    }
    cursor.drop(at);
    if (at > 0) continue;
    const isGivenUp = isLast || bytes.length > maxRecordBytes;
    if (isGivenUp) yield* close(cursor.position);
    const fault = await refuseRow(cursor, isLast, { path, maxRecordBytes });
    if (fault) yield fault;
    if (isGivenUp) piece = openPiece(names, cursor.position);
  }
  yield* close(cursor.position);
}

interface Piece {
  text: string;
  start: number;
  numRows: number;
}

function openPiece(names: readonly string[], start: number): Piece {
  const rule = names.map(() => '---');
  return { text: `${writeCells(names)}${writeCells(rule)}`, start, numRows: 0 };
}

function addRow(piece: Piece, bytes: Uint8Array, { fields }: CsvRow): void {
  const cells = fields.map((field) => Buffer.from(readCsvField(bytes, field)).toString('utf8'));
  if (cells.every((cell) => cell.trim() === '')) return;
  piece.text += writeCells(cells);
  piece.numRows += 1;
}

function writeCells(cells: readonly string[]): string {
  const written = cells.map((cell) => cell.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|'));
  return `| ${written.join(' | ')} |\n`;
}
