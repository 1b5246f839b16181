/**
 * The text of OpenDocument as blocks: headings, paragraphs, lists, tables, frames, notes.
 * Invariant: blocks follow the order of the file; a frame follows the paragraph it is anchored in.
 * Refuses: tracked deletions, comments, page numbers and dates of slides.
 */
import type { Block } from '../markdown/block.ts';
import { elementsOf, type XmlElement } from '../package/parse-xml.ts';
import { type Findings, leftOut, readInline } from './read-inline.ts';

export interface TextReader {
  read(elements: readonly XmlElement[]): Block[];
  /** The notes referred to since they were taken last. */
  takeNotes(): Block[];
}

interface Reading extends Findings {
  styles: ReadonlyMap<string, XmlElement>;
}

interface List {
  style: string | undefined;
  depth: number;
}

const slideFields = new Set(['page-number', 'date-time', 'footer', 'header']);
const maxSpan = 64;

/** @param listStyles of the file, of which a later one counts more */
export function createTextReader(listStyles: readonly XmlElement[]): TextReader {
  const styles = new Map(listStyles.map((style) => [style.attributes['style:name'] ?? '', style]));
  const reading: Reading = { styles, frames: [], notes: [], numNotes: 0 };
  return {
    read: (elements) => readAll(elements, reading),
    takeNotes: () => reading.notes.splice(0),
  };
}

function readAll(elements: readonly XmlElement[], reading: Reading, list?: List): Block[] {
  return elements.flatMap((element) => readElement(element, reading, list));
}

function readElement(element: XmlElement, reading: Reading, list?: List): Block[] {
  const { name, attributes } = element;
  const kind = attributes['presentation:class'] ?? '';
  if (leftOut.has(name) || slideFields.has(kind)) return [];
  if (name === 'p' || name === 'h') return readParagraph(element, reading);
  if (name === 'list') return readList(element, reading, list);
  if (name === 'table') return [{ kind: 'table', rows: readRows(element, reading) }];
  const blocks = readAll(elementsOf(element), reading, list);
  return kind === 'title' ? [{ kind: 'heading', level: 2, text: joinTexts(blocks) }] : blocks;
}

function readParagraph(element: XmlElement, reading: Reading): Block[] {
  const text = readInline(element, reading);
  const level = Number(element.attributes['text:outline-level'] ?? 1);
  const own: Block = element.name === 'h' ? { kind: 'heading', level, text } : { kind: 'paragraph', text };
  return [...(text.trim() === '' ? [] : [own]), ...readAll(reading.frames.splice(0), reading)];
}

function readList(element: XmlElement, reading: Reading, outer: List | undefined): Block[] {
  const style = element.attributes['text:style-name'] ?? outer?.style;
  const list = { style, depth: outer === undefined ? 0 : outer.depth + 1 };
  const isNumbered = hasNumbers(reading.styles.get(style ?? ''), list.depth);
  let numItems = 0;
  return elementsOf(element).flatMap((item) => {
    const isCounted = isNumbered && item.name === 'list-item';
    if (isCounted) numItems += 1;
    const number = isCounted ? numItems : undefined;
    return readAll(elementsOf(item), reading, list).map((block, place): Block => {
      if (block.kind !== 'paragraph') return block;
      return { kind: 'item', depth: list.depth, number: place === 0 ? number : undefined, text: block.text };
    });
  });
}

function hasNumbers(style: XmlElement | undefined, depth: number): boolean {
  return elementsOf(style).some(
    ({ name, attributes }) =>
      name === 'list-level-style-number' &&
      attributes['text:level'] === String(depth + 1) &&
      (attributes['style:num-format'] ?? '') !== '',
  );
}

function readRows(table: XmlElement, reading: Reading): string[][] {
  return elementsOf(table).flatMap((child) => {
    if (child.name === 'table-row') {
      const cells = elementsOf(child).filter(({ name }) => /table-cell$/.test(name));
      return [cells.flatMap((cell) => readCell(cell, reading))];
    }
    return /^table-(header-)?rows$|^table-row-group$/.test(child.name) ? readRows(child, reading) : [];
  });
}

function readCell(cell: XmlElement, reading: Reading): string[] {
  const numRepeated = Number(cell.attributes['table:number-columns-repeated'] ?? 1) || 1;
  const text = joinTexts(readAll(elementsOf(cell), reading));
  return Array<string>(Math.max(1, Math.min(numRepeated, maxSpan))).fill(text);
}

function joinTexts(blocks: readonly Block[]): string {
  return blocks.map((block) => ('text' in block ? block.text : block.rows.flat().join(' '))).join(' ');
}
