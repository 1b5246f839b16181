/**
 * The shapes of a slide: text with its levels, tables, groups of shapes.
 * Invariant: of content in two forms the newer is taken; a cell that is merged into another is empty.
 */
import type { Block } from '../markdown/block.ts';
import { childOf, childrenOf, elementsOf, findAll, textOf, type XmlElement } from '../package/parse-xml.ts';

const leftOut = new Set(['dt', 'ftr', 'sldNum', 'sldImg', 'hdr']);

/** The shapes of a tree, those of groups among them. */
export function listShapes(tree: XmlElement | undefined): XmlElement[] {
  return elementsOf(tree).flatMap((element) => {
    if (element.name === 'grpSp') return listShapes(element);
    if (element.name === 'AlternateContent') {
      return listShapes(childOf(element, 'Choice') ?? childOf(element, 'Fallback'));
    }
    return element.name === 'sp' || element.name === 'graphicFrame' ? [element] : [];
  });
}

/** What a shape is a placeholder for; `undefined` for a shape of its own. */
export function placeholderOf(shape: XmlElement): string | undefined {
  const placeholder = childOf(shape, 'nvSpPr', 'nvPr', 'ph');
  return placeholder && (placeholder.attributes.type ?? 'obj');
}

export function readShape(shape: XmlElement): Block[] {
  const placeholder = placeholderOf(shape);
  if (placeholder !== undefined && leftOut.has(placeholder)) return [];
  const lines = childrenOf(childOf(shape, 'txBody'), 'p');
  if (placeholder === 'title' || placeholder === 'ctrTitle') {
    return [{ kind: 'heading', level: 2, text: lines.map(readText).join(' ') }];
  }
  const isList = placeholder === 'body' || placeholder === 'obj';
  const counts: number[] = [];
  return [...lines.map((line) => readLine(line, isList, counts)), ...findAll(shape, 'tbl').map(readTable)];
}

/** @param counts of the numbered items above, by depth */
function readLine(line: XmlElement, isList: boolean, counts: number[]): Block {
  const properties = childOf(line, 'pPr');
  const depth = Number(properties?.attributes.lvl ?? 0) || 0;
  const isNumbered = childOf(properties, 'buAutoNum') !== undefined;
  const isBulleted = childOf(properties, 'buChar') !== undefined || isNumbered;
  const text = readText(line);
  const isItem = isBulleted || (isList && childOf(properties, 'buNone') === undefined);
  if (text.trim() !== '') counts.length = Math.min(counts.length, depth + (isNumbered ? 1 : 0));
  if (!isItem) return { kind: 'paragraph', text };
  if (isNumbered) counts[depth] = (counts[depth] ?? 0) + 1;
  return { kind: 'item', depth, number: isNumbered ? counts[depth] : undefined, text };
}

function readTable(table: XmlElement): Block {
  const rows = childrenOf(table, 'tr').map((row) =>
    childrenOf(row, 'tc').map((cell) => {
      const isMerged = cell.attributes.hMerge !== undefined || cell.attributes.vMerge !== undefined;
      return isMerged ? '' : childrenOf(childOf(cell, 'txBody'), 'p').map(readText).join(' ');
    }),
  );
  return { kind: 'table', rows };
}

/** The text of a paragraph of DrawingML. */
export function readText(line: XmlElement): string {
  return elementsOf(line)
    .map((element) => {
      if (element.name === 'br') return '\n';
      return element.name === 'm'
        ? findAll(element, 't').map(textOf).join('')
        : textOf(childOf(element, 't'));
    })
    .join('');
}
