/**
 * Tables of HTML as Markdown tables.
 * Invariant: one line a row, cells in order, empty rows left out, rows padded to the widest.
 * Refuses (returns `undefined`) tables that only lay out a page: one column, or cells with headings, code, lists, tables or long text.
 */
import { defaultTreeAdapter } from 'parse5';
import { renderInline } from './html-inline.ts';
import { findElement, textOf } from './html-noise.ts';
import type { HtmlElement } from './parse-html.ts';

const maxCellCharacters = 600;
const layoutTags = new Set('h1 h2 h3 h4 h5 h6 pre table'.split(' '));

/** The table as a block of Markdown lines, no block where it has no text, `undefined` where it is layout. */
export function renderTable(table: HtmlElement): string[] | undefined {
  const rows: string[][] = [];
  const numColumns = { most: 0 };
  for (const row of rowsOf(table)) {
    const cells = row.childNodes.filter(isCell);
    if (cells.some(isLayout)) return undefined;
    const texts = cells.map((cell) =>
      renderInline(cell.childNodes)
        .replace(/\s*\n\s*/g, ' ')
        .replace(/\|/g, '\\|'),
    );
    if (texts.some((text) => text !== '')) rows.push(texts);
    numColumns.most = Math.max(numColumns.most, texts.length);
  }
  if (rows.length === 0) return [];
  if (numColumns.most < 2) return undefined;
  const lines = rows.map(
    (texts) => `| ${Array.from({ length: numColumns.most }, (_, at) => texts[at] ?? '').join(' | ')} |`,
  );
  const rule = `|${' --- |'.repeat(numColumns.most)}`;
  return [[lines[0], rule, ...lines.slice(1)].join('\n')];
}

function rowsOf(table: HtmlElement): HtmlElement[] {
  const rows: HtmlElement[] = [];
  for (const child of table.childNodes) {
    if (!defaultTreeAdapter.isElementNode(child)) continue;
    if (child.tagName === 'tr') rows.push(child);
    else if (/^t(?:body|head|foot)$/.test(child.tagName)) for (const row of rowsOf(child)) rows.push(row);
  }
  return rows;
}

function isCell(node: HtmlElement['childNodes'][number]): node is HtmlElement {
  return defaultTreeAdapter.isElementNode(node) && (node.tagName === 'td' || node.tagName === 'th');
}

function isLayout(cell: HtmlElement): boolean {
  if (textOf(cell).length > maxCellCharacters) return true;
  return findElement(cell, (element) => layoutTags.has(element.tagName)) !== undefined;
}
