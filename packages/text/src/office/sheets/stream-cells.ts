/**
 * The cells of a sheet, and the strings that sheets have in common, read without a tree: sheets can be of millions of cells.
 * Invariant: cells without a reference follow one another; phonetic guides are no part of a string.
 * Refuses (throws `ConversionFault`) what is not well-formed, and more strings than the bound.
 */
import { SaxesParser } from 'saxes';
import type { Block } from '../markdown/block.ts';
import { decodeXml } from '../package/decode-xml.ts';
import { localName } from '../package/parse-xml.ts';
import { ConversionFault } from '../records/conversion.ts';
import { formatNumber, type NumberKind } from './format-number.ts';
import { createSheetGrid } from './sheet-grid.ts';

interface Handler {
  open(name: string, attributes: Record<string, string>): void;
  text(text: string): void;
  close(name: string): void;
}

export interface SheetSetting {
  strings: readonly string[];
  kinds: readonly NumberKind[];
  is1904: boolean;
}

const maxStrings = 4_000_000;
const maxColumns = 16_384;

function stream(bytes: Uint8Array, handler: Handler): void {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new ConversionFault('damaged', `XML that is not well-formed: ${error.message}`);
  });
  parser.on('opentag', ({ name, attributes }) => handler.open(localName(name), attributes));
  parser.on('text', handler.text);
  parser.on('cdata', handler.text);
  parser.on('closetag', ({ name }) => handler.close(localName(name)));
  for (const text of decodeXml(bytes)) parser.write(text);
  parser.close();
}

/** @throws ConversionFault */
export function readSharedStrings(bytes: Uint8Array): string[] {
  const strings: string[] = [];
  let text = '';
  let isText = false;
  let isPhonetic = false;
  stream(bytes, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') isPhonetic = true;
      isText = name === 't' && !isPhonetic;
    },
    text(piece) {
      if (isText) text += piece;
    },
    close(name) {
      isText = false;
      if (name === 'rPh') isPhonetic = false;
      if (name === 'si' && strings.push(text) > maxStrings)
        throw new ConversionFault('too-large', 'too many strings');
    },
  });
  return strings;
}

/** @throws ConversionFault */
export function readSheetCells(bytes: Uint8Array, setting: SheetSetting): Block[] {
  const grid = createSheetGrid();
  let row = 0;
  let column = 0;
  let cell: Record<string, string> = {};
  let value = '';
  let isValue = false;
  stream(bytes, {
    open(name, attributes) {
      if (name === 'row') {
        row = Math.max(Number(attributes.r) || 0, row + 1);
        column = 0;
      } else if (name === 'c') {
        column = readColumn(attributes.r) ?? column + 1;
        cell = attributes;
        value = '';
      }
      isValue = name === 'v' || name === 't';
    },
    text(piece) {
      if (isValue) value += piece;
    },
    close(name) {
      isValue = false;
      if (name === 'c') grid.set(row, column, showCell(value, cell, setting));
    },
  });
  return grid.blocks();
}

/** The column of a reference such as `AB12`, from 1. */
function readColumn(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return Math.min(column, maxColumns);
}

function showCell(
  value: string,
  cell: Record<string, string>,
  { strings, kinds, is1904 }: SheetSetting,
): string {
  switch (cell.t) {
    case 's':
      return strings[Number(value)] ?? '';
    case 'b':
      return value === '1' ? 'TRUE' : 'FALSE';
    case 'str':
    case 'inlineStr':
    case 'e':
      return value;
    case 'd':
      return value.replace(/T00:00:00(\.0+)?$/, '');
    default:
      return value === '' ? '' : formatNumber(Number(value), kinds[Number(cell.s ?? 0)] ?? 'plain', is1904);
  }
}
