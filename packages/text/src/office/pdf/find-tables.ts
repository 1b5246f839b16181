/**
 * Finds tables among the lines of a region: lines of several cells whose columns stand one below the other.
 * Invariant: the cells of a column overlap one another, and no cell reaches into two columns.
 * Refuses: lists, whose first column holds marks only, and lines of prose with one wide gap.
 */

import type { Line } from './build-lines.ts';
import { joinLines } from './join-lines.ts';
import { isLeader, isListMark } from './list-marks.ts';

export interface TableSpan {
  /** Place of its first line. */
  start: number;
  /** Place after its last line. */
  end: number;
  rows: string[][];
}

interface Column {
  left: number;
  right: number;
}

const minRows = 2;
/** A table of two columns has so many rows, lest a caption be one. */
const minRowsOfTwo = 3;
/** Lines further apart than so many sizes do not belong together. */
const maxPitch = 3;
/** Letters of one table differ in size by less. */
const sizeStep = 1.3;
/** More of the cells than this hold something. */
const minFilled = 0.5;
/** Between the lines of one cell, in sizes of the font. */
const maxLinePitch = 1.5;
const noCounts = new Map<string, number>();
/** Cells of prose are longer than this; two columns of it are not a table. */
const maxMedianCell = 60;

export function findTables(lines: readonly Line[]): TableSpan[] {
  const tables: TableSpan[] = [];
  for (let start = 0; start < lines.length; start += 1) {
    if ((lines[start]?.cells.length ?? 0) < 2) continue;
    const table = growTable(lines, start);
    if (!table) continue;
    tables.push(table);
    start = table.end - 1;
  }
  return tables;
}

/** The longest table from a line on: as long as lines fit its columns. */
function growTable(lines: readonly Line[], start: number): TableSpan | undefined {
  let columns: Column[] = [];
  let end = start;
  for (; end < lines.length; end += 1) {
    const line = lines[end] as Line;
    const last = lines[end - 1];
    if (isLeader(line.text)) break;
    if (last && end > start && !isSameType(last, line)) break;
    const merged = mergeColumns(columns, line);
    const isFit = end === start || (merged.length >= columns.length && line.cells.length <= merged.length);
    if (!isFit || !staysApart(merged, line)) break;
    if (line.cells.length === 1 && !fitsColumn(columns, line)) break;
    columns = merged;
  }
  while (end > start && isStray(lines, end - 1)) end -= 1;
  const span = lines.slice(start, end);
  const numFull = span.filter(({ cells }) => cells.length >= 2).length;
  if (numFull < (columns.length > 2 ? minRows : minRowsOfTwo)) return undefined;
  const rows = readRows(span, columns);
  return isList(rows) || isProse(rows) || isSparse(rows) ? undefined : { start, end, rows };
}

/** A last line of one cell that does not stand close below the table. */
function isStray(lines: readonly Line[], place: number): boolean {
  const [above, line] = [lines[place - 1], lines[place]];
  if (!line || line.cells.length > 1) return false;
  return !above || line.baseline - above.baseline >= maxLinePitch * line.size;
}

function isSameType(last: Line, line: Line): boolean {
  const size = Math.min(last.size, line.size);
  return (
    line.baseline - last.baseline <= maxPitch * size && Math.max(last.size, line.size) <= sizeStep * size
  );
}

/** Columns widened by the cells of a line; columns that a cell touches become one. */
function mergeColumns(columns: readonly Column[], line: Line): Column[] {
  const boxes = [...columns, ...line.cells].map(({ left, right }) => ({ left, right }));
  boxes.sort((one, other) => one.left - other.left);
  const merged: Column[] = [];
  for (const box of boxes) {
    const last = merged.at(-1);
    if (last && box.left < last.right + 1) last.right = Math.max(last.right, box.right);
    else merged.push(box);
  }
  return merged;
}

function staysApart(columns: readonly Column[], line: Line): boolean {
  const places = line.cells.map(({ left }) => columns.findIndex((column) => left < column.right + 1));
  return new Set(places).size === places.length;
}

/** A line of one cell goes on with a cell of the row above; it must not reach beyond that column. */
function fitsColumn(columns: readonly Column[], line: Line): boolean {
  return columns.some(({ left, right }) => line.left >= left - line.size && line.right <= right + line.size);
}

function readRows(lines: readonly Line[], columns: readonly Column[]): string[][] {
  const rows: string[][] = [];
  for (const [place, line] of lines.entries()) {
    const row = columns.map(() => '');
    for (const cell of line.cells) {
      const at = columns.findIndex((column) => cell.left < column.right + 1);
      row[at] = cell.text;
    }
    const above = rows.at(-1);
    const pitch = line.baseline - (lines[place - 1]?.baseline ?? Number.NEGATIVE_INFINITY);
    if (above && pitch < maxLinePitch * line.size && isGoingOn(row, above)) {
      for (const [at, text] of row.entries()) {
        if (text !== '') above[at] = joinLines([above[at] ?? '', text], noCounts);
      }
    } else rows.push(row);
  }
  return rows;
}

/** Whether a line goes on with the cells of the row above it: it has one cell, or cells that begin in the midst of a sentence. */
function isGoingOn(row: readonly string[], above: readonly string[]): boolean {
  const cells = [...row.entries()].filter(([, text]) => text !== '');
  if (cells.length === 1) return true;
  return (
    row[0] === '' && cells.every(([at, text]) => above[at] !== '' && /^\p{Ll}|^\p{Script=Han}/u.test(text))
  );
}

function isList(rows: readonly (readonly string[])[]): boolean {
  return rows.every(([first = '']) => first === '' || isListMark(first));
}

function isProse(rows: readonly (readonly string[])[]): boolean {
  const lengths = rows.flatMap((row) => row.map((cell) => cell.length)).filter((length) => length > 0);
  lengths.sort((one, other) => one - other);
  return (lengths[Math.floor(lengths.length / 2)] ?? 0) > maxMedianCell;
}

function isSparse(rows: readonly (readonly string[])[]): boolean {
  const cells = rows.flat();
  return cells.filter((cell) => cell !== '').length <= cells.length * minFilled;
}
