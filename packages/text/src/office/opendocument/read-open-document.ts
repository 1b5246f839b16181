/**
 * OpenDocument (ISO/IEC 26300) to blocks: ODT as one text, ODP a page a slide, ODS a page a sheet.
 * Invariant: all three are read by one walk over `content.xml`; what was deleted under tracking is left out.
 * Refuses: files with a password, comments, headers and footers.
 */
import type { Block, OfficeDocument, Page } from '../markdown/block.ts';
import { openPackage } from '../package/open-package.ts';
import { childOf, childrenOf, elementsOf, findAll, type XmlElement } from '../package/parse-xml.ts';
import { readProperties } from '../package/read-properties.ts';
import { ConversionFault } from '../records/conversion.ts';
import { readSheet } from './read-sheet.ts';
import { createTextReader, type TextReader } from './read-text.ts';

/** @throws ConversionFault */
export async function readOpenDocument(bytes: Uint8Array): Promise<OfficeDocument> {
  const file = await openPackage(bytes);
  const manifest = await file.readXml('META-INF/manifest.xml');
  if (findAll(manifest, 'encryption-data').length > 0) {
    throw new ConversionFault('encrypted', 'opens with a password only');
  }
  const content = await file.readXml('content.xml');
  const [body] = elementsOf(childOf(content, 'body'));
  if (!body) throw new ConversionFault('damaged', 'a package without content');
  const styles = await file.readXml('styles.xml');
  const reader = createTextReader([...findAll(styles, 'list-style'), ...findAll(content, 'list-style')]);
  const pages = readPages(body, reader);
  const heading = body.name === 'text' ? pages[0]?.blocks.find(({ kind }) => kind === 'heading') : undefined;
  const properties = readProperties(await file.readXml('meta.xml'), ['date', 'creation-date']);
  const title = properties.title ?? (heading?.kind === 'heading' ? heading.text : undefined);
  return { ...properties, title, pages, hasPages: body.name !== 'text' };
}

function readPages(body: XmlElement, reader: TextReader): Page[] {
  if (body.name === 'presentation')
    return childrenOf(body, 'page').map((page, place) => readSlide(page, place, reader));
  if (body.name === 'spreadsheet') {
    return childrenOf(body, 'table').map((table, place) => ({ page: place + 1, blocks: readSheet(table) }));
  }
  return [{ page: 1, blocks: [...reader.read(elementsOf(body)), ...reader.takeNotes()] }];
}

function readSlide(page: XmlElement, place: number, reader: TextReader): Page {
  const [notes, shapes] = [childOf(page, 'notes'), elementsOf(page).filter(({ name }) => name !== 'notes')];
  const blocks = [...reader.read(shapes), ...reader.takeNotes()];
  const spoken = reader.read(elementsOf(notes)).map((block): Block => {
    return 'text' in block ? { kind: 'quote', text: block.text } : block;
  });
  return { page: place + 1, blocks: [...blocks, ...spoken] };
}
