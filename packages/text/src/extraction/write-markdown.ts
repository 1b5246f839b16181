/**
 * Chosen blocks as Markdown in kernel memory: headings, lists, quotes, code, tables with pipes.
 * Invariant: blocks keep their order; an empty line stands between them, a line end between the items of a list and the lines of a table.
 * Refuses to make a table of what only lays out a page: cells with several blocks, or fewer than two columns.
 */
import { blockFields, blockKinds, numBlockFields } from './block-table.ts';
import type { BlockRows } from './choose-blocks.ts';

const feed = 0x0a;
const tick = 0x60;
const maxCellBytes = 600;
const numbered = 0x10000;
const headCell = 0x10000;
const maxColumns = 32;
const maxQuotes = 4;
const maxIndents = 8;
/** Bytes that a block may need beside its text: the pipes of a row and of the rule below it; fences, marks, indentation need less. */
const roomPerBlock = maxColumns * 12;
/** Bytes that a line may need in a list within quotes. */
const roomPerLine = 48;

interface Place {
  bytes: Uint8Array;
  /** Where the text of all blocks begins in `bytes`. */
  text: number;
  /** Where the next byte is written. */
  to: number;
  rows: BlockRows;
}

/** Bytes of room that the Markdown of a page needs; `text` is that of all its blocks. */
export function markdownRoom({ numBlocks }: BlockRows, text: Uint8Array): number {
  let numLines = 0;
  for (let at = text.indexOf(feed); at >= 0; at = text.indexOf(feed, at + 1)) numLines += 1;
  return text.length * 2 + numBlocks * roomPerBlock + numLines * roomPerLine + 64;
}

/**
 * Writes the chosen blocks to `out`.
 * @returns bytes written
 */
export function writeMarkdown(
  rows: BlockRows,
  chosen: Uint8Array,
  memory: { bytes: Uint8Array; text: number; out: number },
): number {
  const place: Place = { bytes: memory.bytes, text: memory.text, to: memory.out, rows };
  let isAfterItem = false;
  for (let block = 0; block < rows.numBlocks; block += 1) {
    if (chosen[block] !== 1) continue;
    const isItem = field(place, block, blockFields.kind) === blockKinds.item;
    if (place.to > memory.out) put(place, isItem && isAfterItem ? '\n' : '\n\n');
    const last = findTableEnd(place, block, chosen);
    if (last > block) {
      writeTable(place, block, last);
      block = last - 1;
    } else writeBlock(place, block);
    isAfterItem = isItem;
  }
  return place.to - memory.out;
}

function field({ rows }: Place, block: number, name: number): number {
  return rows.fields[block * numBlockFields + name] ?? 0;
}

function put(place: Place, ascii: string): void {
  for (let at = 0; at < ascii.length; at += 1) place.bytes[place.to + at] = ascii.charCodeAt(at);
  place.to += ascii.length;
}

function copy(place: Place, start: number, end: number): void {
  place.bytes.copyWithin(place.to, start, end);
  place.to += end - start;
}

function writeBlock(place: Place, block: number): void {
  const start = place.text + field(place, block, blockFields.start);
  const end = place.text + field(place, block, blockFields.end);
  const kind = field(place, block, blockFields.kind);
  const levels = field(place, block, blockFields.levels);
  const quotes = '> '.repeat(Math.min((levels >> 8) & 0xff, maxQuotes));
  if (kind === blockKinds.pre) {
    writeCode(place, { start, end, quotes });
    return;
  }
  let mark = '';
  let next = '';
  if (kind >= 1 && kind <= 6) mark = `${'#'.repeat(kind)} `;
  else if ((levels & 0xff) > 0) {
    const indent = '  '.repeat(Math.min(Math.max(0, (levels & 0xff) - 1), maxIndents));
    const isFirst = field(place, block, blockFields.isFirstOfItem) === 1;
    const bullet = levels & numbered ? `${field(place, block, blockFields.itemNumber)}. ` : '- ';
    next = indent + ' '.repeat(bullet.length);
    mark = isFirst ? indent + bullet : next;
  } else if (looksLikeMark(place.bytes, start, end)) mark = '\\';
  put(place, quotes + mark);
  writeLines(place, { start, end, prefix: kind >= 1 && kind <= 6 ? ' ' : `\n${quotes}${next}` });
}

/** Writes text whose line ends become `prefix`. */
function writeLines(
  place: Place,
  { start, end, prefix }: { start: number; end: number; prefix: string },
): void {
  let from = start;
  for (let at = indexOf(place.bytes, feed, { start, end }); at >= 0; ) {
    copy(place, from, at);
    put(place, prefix);
    from = at + 1;
    at = indexOf(place.bytes, feed, { start: from, end });
  }
  copy(place, from, end);
}

function indexOf(bytes: Uint8Array, byte: number, { start, end }: { start: number; end: number }): number {
  const at = bytes.subarray(start, end).indexOf(byte);
  return at < 0 ? -1 : start + at;
}

/** Text that happens to look like a heading or a fence. */
function looksLikeMark(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start];
  if (first !== 0x23 && first !== tick && first !== 0x7e) return false;
  let at = start;
  while (at < end && bytes[at] === first) at += 1;
  return first === 0x23 ? at - start <= 6 && at < end && bytes[at] === 0x20 : at - start >= 3;
}

function writeCode(
  place: Place,
  { start, end, quotes }: { start: number; end: number; quotes: string },
): void {
  let from = start;
  let until = end;
  while (from < until && place.bytes[from] === feed) from += 1;
  while (until > from && (place.bytes[until - 1] ?? 0) <= 0x20) until -= 1;
  let longest = 2;
  for (let at = from, run = 0; at < until; at += 1) {
    run = place.bytes[at] === tick ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  const fence = '`'.repeat(longest + 1);
  put(place, `${quotes}${fence}\n${quotes}`);
  if (quotes === '') copy(place, from, until);
  else writeLines(place, { start: from, end: until, prefix: `\n${quotes}` });
  put(place, `\n${quotes}${fence}`);
}

/** After the last block of a table that begins here and can be written as one, or the block itself. */
function findTableEnd(place: Place, first: number, chosen: Uint8Array): number {
  const table = field(place, first, blockFields.table);
  if (table === 0) return first;
  let last = first;
  let numColumns = 0;
  let before = -1;
  for (; last < place.rows.numBlocks && field(place, last, blockFields.table) === table; last += 1) {
    const cell = field(place, last, blockFields.cell) & ~headCell;
    const key = field(place, last, blockFields.row) * 0x10000 + cell;
    const kind = field(place, last, blockFields.kind);
    const length = field(place, last, blockFields.end) - field(place, last, blockFields.start);
    if (key <= before || kind !== 0 || length > maxCellBytes || chosen[last] !== 1) return first;
    before = key;
    numColumns = Math.max(numColumns, cell + 1);
  }
  return numColumns >= 2 && numColumns <= maxColumns ? last : first;
}

function writeTable(place: Place, first: number, last: number): void {
  let numColumns = 0;
  for (let block = first; block < last; block += 1)
    numColumns = Math.max(numColumns, (field(place, block, blockFields.cell) & ~headCell) + 1);
  const firstRow = field(place, first, blockFields.row);
  for (let block = first; block < last; ) {
    const row = field(place, block, blockFields.row);
    if (row !== firstRow) put(place, '\n');
    put(place, '|');
    for (let column = 0; column < numColumns; column += 1) {
      put(place, ' ');
      const isHere = block < last && field(place, block, blockFields.row) === row;
      if (isHere && (field(place, block, blockFields.cell) & ~headCell) === column) {
        writeCell(place, block);
        block += 1;
      }
      put(place, ' |');
    }
    if (row === firstRow) put(place, `\n|${' --- |'.repeat(numColumns)}`);
  }
}

function writeCell(place: Place, block: number): void {
  const end = place.text + field(place, block, blockFields.end);
  for (let at = place.text + field(place, block, blockFields.start); at < end; at += 1) {
    const byte = place.bytes[at] ?? 0;
    if (byte === 0x7c) put(place, '\\');
    place.bytes[place.to] = byte === feed ? 0x20 : byte;
    place.to += 1;
  }
}
