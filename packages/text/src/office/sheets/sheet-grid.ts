/**
 * The cells of a sheet as tables: rows without a gap between them are a table, its columns those that hold something.
 * Invariant: cells keep their order; a table of one column is a list of paragraphs.
 * Refuses (throws `ConversionFault`) sheets of more cells than a reader could take in, `too-large`.
 */
import type { Block } from '../markdown/block.ts';
import { ConversionFault } from '../records/conversion.ts';

export interface SheetGrid {
  /** Sets a cell; rows come in ascending order. Empty text is not kept. @throws ConversionFault `too-large` */
  set(row: number, column: number, text: string): void;
  blocks(): Block[];
}

/** Cells that are written, empty ones inside a table among them. */
const maxCells = 2_000_000;

export function createSheetGrid(): SheetGrid {
  const tables: Map<number, string>[][] = [];
  let lastRow = Number.NEGATIVE_INFINITY;
  let numCells = 0;
  return {
    set(row, column, text) {
      if (text.trim() === '') return;
      numCells += 1;
      if (numCells > maxCells) throw tooLarge();
      if (row > lastRow + 1) tables.push([]);
      const table = tables.at(-1);
      if (row !== lastRow) table?.push(new Map());
      table?.at(-1)?.set(column, text);
      lastRow = row;
    },
    blocks: () => tables.flatMap(toBlocks),
  };
}

function toBlocks(rows: readonly ReadonlyMap<number, string>[]): Block[] {
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))].sort((one, other) => one - other);
  if (columns.length * rows.length > maxCells) throw tooLarge();
  const cells = rows.map((row) => columns.map((column) => row.get(column) ?? ''));
  if (columns.length > 1) return [{ kind: 'table', rows: cells }];
  return cells.flat().map((text) => ({ kind: 'paragraph', text }));
}

function tooLarge(): ConversionFault {
  return new ConversionFault('too-large', `a sheet of more than ${maxCells} cells`);
}
