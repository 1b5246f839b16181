/**
 * A sheet of OpenDocument as blocks: its name, its cells as tables.
 * Invariant: a row or cell that is said to repeat does so as far as it holds something, within the bounds of a sheet.
 */
import type { Block } from '../markdown/block.ts';
import { childrenOf, elementsOf, textOf, type XmlElement } from '../package/parse-xml.ts';
import { createSheetGrid, type SheetGrid } from '../sheets/sheet-grid.ts';

/** A value that is repeated more often is a program's filling. */
const maxRepeats = 1000;

/** @throws ConversionFault `too-large` */
export function readSheet(table: XmlElement): Block[] {
  const grid = createSheetGrid();
  readRows(table, grid, 0);
  const blocks = grid.blocks();
  const name = table.attributes['table:name'] ?? '';
  return blocks.length > 0 ? [{ kind: 'heading', level: 2, text: name }, ...blocks] : [];
}

/** @returns the place after the last row */
function readRows(parent: XmlElement, grid: SheetGrid, start: number): number {
  let row = start;
  for (const child of elementsOf(parent)) {
    if (/^table-(header-)?rows$|^table-row-group$/.test(child.name)) row = readRows(child, grid, row);
    if (child.name !== 'table-row') continue;
    const numRepeated = Number(child.attributes['table:number-rows-repeated'] ?? 1) || 1;
    const cells = readCells(child);
    for (let place = 0; place < Math.min(numRepeated, maxRepeats) && cells.size > 0; place += 1) {
      for (const [column, text] of cells) grid.set(row + place, column, text);
    }
    row += numRepeated;
  }
  return row;
}

function readCells(row: XmlElement): Map<number, string> {
  const cells = new Map<number, string>();
  let column = 0;
  for (const cell of elementsOf(row)) {
    const numRepeated = Number(cell.attributes['table:number-columns-repeated'] ?? 1) || 1;
    const text = showCell(cell);
    for (let place = 0; text !== '' && place < Math.min(numRepeated, maxRepeats); place += 1) {
      cells.set(column + place, text);
    }
    column += numRepeated;
  }
  return cells;
}

/** Dates as the file stores them; all else as it shows it. */
function showCell({ attributes, children }: XmlElement): string {
  const date = attributes['office:date-value'];
  if (date !== undefined)
    return date
      .replace(/T00:00:00$/, '')
      .replace('T', ' ')
      .replace(/(\d\d:\d\d):00$/, '$1');
  const cell = { name: '', attributes, children };
  return childrenOf(cell, 'p').map(textOf).join(' ').trim();
}
