/**
 * Markdown tables of a text with the span of each cell (GitHub Flavored Markdown, https://github.github.com/gfm/#tables-extension-).
 * Invariant: slicing the text with a cell's span gives its trimmed content. Refuses: tables inside fenced code, rows of another width.
 */
import { fenceAfter, noFence } from '../normalise/fence.ts';
import type { Span } from './lead-answer.ts';

export interface Table {
  headings: Span[];
  /** Rows with as many cells as there are headings. */
  rows: Span[][];
}

const delimiter = /^\s{0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$/;

/** The tables between `start` and `end`, in order. */
export function scanTables(text: string, { start, end }: Span): Table[] {
  const tables: Table[] = [];
  let table: Table | undefined;
  let previous: Span | undefined;
  let fence = noFence;
  for (let at = start; at < end; ) {
    const next = text.indexOf('\n', at);
    const line = { start: at, end: next < 0 || next > end ? end : next };
    at = line.end + 1;
    const words = text.slice(line.start, line.end);
    const wasCode = fence !== noFence;
    fence = fenceAfter(words, fence);
    const isRow = !wasCode && fence === noFence && words.includes('|');
    if (table && isRow) {
      const cells = splitCells(text, line);
      if (cells.length === table.headings.length) table.rows.push(cells);
    } else if (isRow && previous && delimiter.test(words)) {
      table = { headings: splitCells(text, previous), rows: [] };
      if (table.headings.length === splitCells(text, line).length) tables.push(table);
      else table = undefined;
    } else table = undefined;
    previous = isRow ? line : undefined;
  }
  return tables;
}

/** The cells of a row; a bar after a backslash is part of one. */
function splitCells(text: string, line: Span): Span[] {
  const cells: Span[] = [];
  let { start } = line;
  for (let at = line.start; at <= line.end; at += 1) {
    const isEnd = at === line.end || (text[at] === '|' && text[at - 1] !== '\\');
    if (!isEnd) continue;
    cells.push(trimmed(text, { start, end: at }));
    start = at + 1;
  }
  const isEmpty = (cell: Span | undefined) => cell !== undefined && cell.start === cell.end;
  if (isEmpty(cells[0])) cells.shift();
  if (isEmpty(cells.at(-1))) cells.pop();
  return cells;
}

function trimmed(text: string, { start, end }: Span): Span {
  let [low, high] = [start, end];
  while (low < high && /\s/.test(text[low] ?? '')) low += 1;
  while (high > low && /\s/.test(text[high - 1] ?? '')) high -= 1;
  return { start: low, end: high };
}
