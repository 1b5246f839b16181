/**
 * The body of a Word document, or of a note or a cell, as blocks.
 * Invariant: blocks follow the order of the file; a text box follows the paragraph it is anchored in.
 * Refuses: what tracked changes deleted, and hidden runs.
 */
import type { Block } from '../markdown/block.ts';
import { childOf, elementsOf, type XmlElement } from '../package/parse-xml.ts';
import type { Numbering } from './number-paragraphs.ts';
import { chooseAlternate, type NoteReference, readInline, wrappers } from './read-inline.ts';
import { type ParagraphStyle, readParagraphProperties } from './read-styles.ts';

export interface BlockReader {
  read(elements: readonly XmlElement[]): Block[];
  /** Notes referred to so far; the first is number 1. Grows while it is walked, where a note refers to a note. */
  readonly references: readonly NoteReference[];
}

interface Setting {
  styles: ReadonlyMap<string, ParagraphStyle>;
  numbering: Numbering;
}

export function createBlockReader({ styles, numbering }: Setting): BlockReader {
  const references: NoteReference[] = [];
  /** Text of a paragraph whose mark was deleted: it goes on in the next. */
  let carried = '';

  function readElement(element: XmlElement): Block[] {
    if (element.name === 'p') return readParagraph(element);
    if (element.name === 'tbl') return readTable(element);
    if (wrappers.has(element.name)) return read(elementsOf(element));
    return element.name === 'AlternateContent' ? read(chooseAlternate(element)) : [];
  }

  function read(elements: readonly XmlElement[]): Block[] {
    return elements.flatMap(readElement);
  }

  function readParagraph(paragraph: XmlElement): Block[] {
    const boxes: XmlElement[] = [];
    const properties = childOf(paragraph, 'pPr');
    const text = carried + readInline(paragraph, { boxes, references });
    const isMarkDeleted = childOf(properties, 'rPr', 'del') !== undefined;
    carried = isMarkDeleted ? text : '';
    const own = isMarkDeleted || text.trim() === '' ? [] : [shapeParagraph(text, properties)];
    return [...own, ...boxes.flatMap((box) => read(elementsOf(box)))];
  }

  function shapeParagraph(text: string, properties: XmlElement | undefined): Block {
    const style = styles.get(childOf(properties, 'pStyle')?.attributes['w:val'] ?? '');
    const { headingLevel, listId = '0', depth = 0 } = { ...style, ...readParagraphProperties(properties) };
    const place = listId === '0' ? undefined : numbering.count(listId, depth);
    if (headingLevel !== undefined) {
      return { kind: 'heading', level: headingLevel, text: `${place?.label ?? ''} ${text}` };
    }
    return place ? { kind: 'item', depth, number: place.number, text } : { kind: 'paragraph', text };
  }

  function readTable(table: XmlElement): Block[] {
    const rows = unwrap(table, 'tr').filter((row) => !childOf(row, 'trPr', 'del'));
    const cells = rows.map((row) => unwrap(row, 'tc'));
    // A table of one cell is a frame around text.
    if (cells.length === 1 && cells[0]?.length === 1) return read(elementsOf(cells[0][0]));
    return [{ kind: 'table', rows: cells.map((row) => row.flatMap((cell) => readCell(cell, read))) }];
  }

  return {
    references,
    read(elements) {
      const blocks = read(elements);
      if (carried !== '') blocks.push({ kind: 'paragraph', text: carried });
      carried = '';
      return blocks;
    },
  };
}

/** A cell that is several columns wide is followed by empty ones; one that goes on from the row above is empty. */
function readCell(cell: XmlElement, read: (elements: readonly XmlElement[]) => Block[]): string[] {
  const merge = childOf(cell, 'tcPr', 'vMerge');
  const isContinued = merge !== undefined && merge.attributes['w:val'] !== 'restart';
  const span = Number(childOf(cell, 'tcPr', 'gridSpan')?.attributes['w:val'] ?? 1) || 1;
  const texts = read(elementsOf(cell)).map((block) =>
    'text' in block ? block.text : block.rows.flat().join(' '),
  );
  const blanks = Array<string>(Math.min(Math.max(span, 1), 64) - 1).fill('');
  return [isContinued ? '' : texts.join(' '), ...blanks];
}

/** Rows of a table or cells of a row, also inside content controls. */
function unwrap(parent: XmlElement, name: string): XmlElement[] {
  return elementsOf(parent).flatMap((child) => {
    if (child.name === name) return [child];
    return wrappers.has(child.name) ? unwrap(child, name) : [];
  });
}
