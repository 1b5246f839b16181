/**
 * XLSX (ECMA-376, SpreadsheetML) to blocks: a page a sheet, with its name as heading and its cells as tables.
 * Invariant: values are those the file stores; formulas are not computed anew. Dates are shown as dates.
 * Refuses: charts, comments and pivot caches.
 */
import type { OfficeDocument, Page } from '../markdown/block.ts';
import { type OfficePackage, openPackage, type Relation } from '../package/open-package.ts';
import { childOf, childrenOf, type XmlElement } from '../package/parse-xml.ts';
import { readCoreProperties } from '../package/read-properties.ts';
import { ConversionFault } from '../records/conversion.ts';
import { classifyFormat, type NumberKind } from './format-number.ts';
import { readSharedStrings, readSheetCells } from './stream-cells.ts';

/** @throws ConversionFault */
export async function readSheets(bytes: Uint8Array): Promise<OfficeDocument> {
  const file = await openPackage(bytes);
  const main = (await file.readRelations('')).find(({ type }) => type === 'officeDocument')?.path;
  const workbook = main === undefined ? undefined : await file.readXml(main);
  if (main === undefined || !workbook) throw new ConversionFault('damaged', 'a package without sheets');
  const relations = await file.readRelations(main);
  const strings = await readPart(file, relations, 'sharedStrings');
  const setting = {
    strings: strings ? readSharedStrings(strings) : [],
    kinds: await readKinds(file, relations),
    is1904: /^(1|true)$/.test(childOf(workbook, 'workbookPr')?.attributes.date1904 ?? ''),
  };
  const pages: Page[] = [];
  for (const { attributes } of childrenOf(childOf(workbook, 'sheets'), 'sheet')) {
    const path = relations.find(({ id }) => id === attributes['r:id'])?.path;
    const sheet = path === undefined ? undefined : await file.read(path);
    const cells = sheet ? readSheetCells(sheet, setting) : [];
    const name = { kind: 'heading', level: 2, text: attributes.name ?? '' } as const;
    pages.push({ page: pages.length + 1, blocks: cells.length > 0 ? [name, ...cells] : [] });
  }
  return { ...(await readCoreProperties(file)), pages, hasPages: true };
}

async function readPart(
  file: OfficePackage,
  relations: readonly Relation[],
  type: string,
): Promise<Buffer | undefined> {
  const path = relations.find((relation) => relation.type === type)?.path;
  return path === undefined ? undefined : file.read(path);
}

/** How the numbers of a cell are shown, by the place of its style. */
async function readKinds(file: OfficePackage, relations: readonly Relation[]): Promise<NumberKind[]> {
  const path = relations.find(({ type }) => type === 'styles')?.path;
  const styles: XmlElement | undefined = path === undefined ? undefined : await file.readXml(path);
  const codes = new Map(
    childrenOf(childOf(styles, 'numFmts'), 'numFmt').map(({ attributes }) => [
      Number(attributes.numFmtId),
      attributes.formatCode,
    ]),
  );
  return childrenOf(childOf(styles, 'cellXfs'), 'xf').map(({ attributes }) => {
    const id = Number(attributes.numFmtId ?? 0);
    return classifyFormat(id, codes.get(id));
  });
}
