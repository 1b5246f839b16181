/**
 * Writes blocks as Markdown in UTF-8 and remembers where each page begins.
 * Invariant: the text is in normal form page by page; a page that holds nothing begins where the next one does.
 * Refuses (throws `ConversionFault`) a document without text, `no-text`, and one of more than `maxTextBytes`, `too-large`.
 */
import { normaliseText } from '../../normalise/normalise-text.ts';
import { ConversionFault, type ConvertedText, type PageStart } from '../records/conversion.ts';
import type { Block, OfficeDocument } from './block.ts';

/** The bound of a document in this library, in bytes. */
const maxTextBytes = 32 * 1024 * 1024;
const encoder = new TextEncoder();

/** @throws ConversionFault `no-text`, `too-large` */
export function writeDocument(document: OfficeDocument): ConvertedText {
  const pieces: Uint8Array[] = [];
  const pages: PageStart[] = [];
  let length = 0;
  for (const { page, blocks, joint = '\n\n' } of document.pages) {
    const bytes = encoder.encode(normaliseText(joinBlocks(blocks)));
    if (bytes.length > 0 && length > 0) {
      pieces.push(encoder.encode(joint));
      length += joint.length;
    }
    pages.push({ page, start: length });
    pieces.push(bytes);
    length += bytes.length;
    if (length > maxTextBytes)
      throw new ConversionFault('too-large', `more than ${maxTextBytes} bytes of text`);
  }
  if (length === 0) throw new ConversionFault('no-text', 'nothing in it is text');
  return {
    kind: 'text',
    contentType: 'markdown',
    bytes: Buffer.concat(pieces),
    title: clean(document.title),
    language: clean(document.language),
    date: document.date,
    pages: document.hasPages ? pages : undefined,
  };
}

function clean(text: string | undefined): string | undefined {
  const line = normaliseText(text ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  return line === '' ? undefined : line;
}

function joinBlocks(blocks: readonly Block[]): string {
  let text = '';
  let last: Block | undefined;
  for (const block of blocks.map(boundDepths())) {
    const written = writeBlock(block);
    if (written.trim() === '') continue;
    if (last) text += isSameList(last, block) ? '\n' : '\n\n';
    text += written;
    last = block;
  }
  return text;
}

/** An item stands at most one level below the one above it: further in, Markdown would take it for code. */
function boundDepths(): (block: Block) => Block {
  let deepest = 0;
  return (block) => {
    const depth = block.kind === 'item' ? Math.min(block.depth, deepest) : -1;
    deepest = depth + 1;
    return block.kind === 'item' ? { ...block, depth } : block;
  };
}

function isSameList(last: Block, next: Block): boolean {
  if (last.kind !== 'item' || next.kind !== 'item') return false;
  return last.depth !== next.depth || (last.number === undefined) === (next.number === undefined);
}

function writeBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return (
        oneLine(block.text) && `${'#'.repeat(Math.min(Math.max(block.level, 1), 6))} ${oneLine(block.text)}`
      );
    case 'paragraph':
      return escapeMarks(trimLines(block.text));
    case 'quote':
      return trimLines(block.text).replace(/^(?=.)/gm, '> ');
    case 'item': {
      const indent = '   '.repeat(Math.min(block.depth, 8));
      const mark = block.number === undefined ? '-' : `${block.number}.`;
      const text = trimLines(block.text).replace(/\n/g, `\n${indent}   `);
      return text && `${indent}${mark} ${text}`;
    }
    case 'table':
      return writeTable(block.rows);
    case 'note':
      return oneLine(block.text) && `[^${block.label}]: ${oneLine(block.text)}`;
    case 'markdown':
      return block.text;
  }
}

function writeTable(rows: readonly (readonly string[])[]): string {
  const numColumns = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const lines = rows.map((row) => {
    const cells = Array.from({ length: numColumns }, (_, column) => writeCell(row[column] ?? ''));
    return `| ${cells.join(' | ')} |`;
  });
  lines.splice(1, 0, `|${' --- |'.repeat(numColumns)}`);
  return rows.some((row) => row.some((cell) => cell.trim() !== '')) ? lines.join('\n') : '';
}

function writeCell(text: string): string {
  return oneLine(text).replace(/\|/g, '\\|');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function trimLines(text: string): string {
  return text.replace(/[ \t]*\n[ \t]*/g, '\n').trim();
}

/** Text that happens to look like a heading, a fence, an item or a row must not become one. */
function escapeMarks(text: string): string {
  return text
    .replace(/^(#{1,6}\s|`{3,}|~{3,}|[-+*]\s|>|\|)/gm, '\\$1')
    .replace(/^(\d{1,9})([.)]\s)/gm, '$1\\$2');
}
