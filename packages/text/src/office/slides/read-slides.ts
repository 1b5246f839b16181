/**
 * PPTX (ECMA-376, PresentationML) to blocks: a page a slide, its title first, then lists, tables and diagrams, then the speaker's notes.
 * Invariant: slides come in the order in which they are shown; shapes in the order of the file.
 * Refuses: dates, footers and slide numbers, masters, comments and pictures.
 */
import type { Block, OfficeDocument, Page } from '../markdown/block.ts';
import { type OfficePackage, openPackage } from '../package/open-package.ts';
import { childOf, childrenOf, findAll, type XmlElement } from '../package/parse-xml.ts';
import { readCoreProperties } from '../package/read-properties.ts';
import { ConversionFault } from '../records/conversion.ts';
import { listShapes, placeholderOf, readShape, readText } from './read-shapes.ts';

/** @throws ConversionFault */
export async function readSlides(bytes: Uint8Array): Promise<OfficeDocument> {
  const file = await openPackage(bytes);
  const main = (await file.readRelations('')).find(({ type }) => type === 'officeDocument')?.path;
  const presentation = main === undefined ? undefined : await file.readXml(main);
  if (main === undefined || !presentation) throw new ConversionFault('damaged', 'a package without slides');
  const relations = await file.readRelations(main);
  const pages: Page[] = [];
  for (const slide of childrenOf(childOf(presentation, 'sldIdLst'), 'sldId')) {
    const path = relations.find(({ id }) => id === slide.attributes['r:id'])?.path;
    const blocks = path === undefined ? [] : await readSlide(file, path);
    pages.push({ page: pages.length + 1, blocks });
  }
  return { ...(await readCoreProperties(file)), pages, hasPages: true };
}

async function readSlide(file: OfficePackage, path: string): Promise<Block[]> {
  const shapes = listShapes(childOf(await file.readXml(path), 'cSld', 'spTree'));
  const isTitle = (shape: XmlElement) => /^(title|ctrTitle)$/.test(placeholderOf(shape) ?? '');
  const ordered = [...shapes.filter(isTitle), ...shapes.filter((shape) => !isTitle(shape))];
  const relations = await file.readRelations(path);
  const blocks: Block[] = [];
  for (const shape of ordered) {
    blocks.push(...readShape(shape));
    const [diagram] = findAll(shape, 'relIds');
    const data = relations.find(({ id }) => id === diagram?.attributes['r:dm'])?.path;
    if (data !== undefined) blocks.push(...readDiagram(await file.readXml(data)));
  }
  const notes = relations.find(({ type }) => type === 'notesSlide')?.path;
  return notes === undefined ? blocks : [...blocks, ...readNotes(await file.readXml(notes))];
}

/** The words of a diagram, in the order of its points. */
function readDiagram(data: XmlElement | undefined): Block[] {
  return findAll(data, 'pt').flatMap((point) =>
    childrenOf(childOf(point, 't'), 'p').map(
      (line): Block => ({ kind: 'item', depth: 0, text: readText(line) }),
    ),
  );
}

function readNotes(notes: XmlElement | undefined): Block[] {
  return listShapes(childOf(notes, 'cSld', 'spTree'))
    .filter((shape) => placeholderOf(shape) === 'body')
    .flatMap((shape) => childrenOf(childOf(shape, 'txBody'), 'p'))
    .map((line): Block => ({ kind: 'quote', text: readText(line) }));
}
