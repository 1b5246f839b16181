/**
 * DOCX (ECMA-376, WordprocessingML) to blocks: headings, paragraphs, lists, tables, footnotes and endnotes, text boxes.
 * Invariant: tracked changes count as accepted; notes follow the text in the order in which it refers to them.
 * Refuses: comments, headers and footers, hidden text and the instructions of fields, whose results are kept.
 */
import type { Block, OfficeDocument } from '../markdown/block.ts';
import { type OfficePackage, openPackage, type Relation } from '../package/open-package.ts';
import { childOf, elementsOf, findAll, type XmlElement } from '../package/parse-xml.ts';
import { readCoreProperties } from '../package/read-properties.ts';
import { ConversionFault } from '../records/conversion.ts';
import { createNumbering } from './number-paragraphs.ts';
import { createBlockReader } from './read-blocks.ts';
import type { NoteReference } from './read-inline.ts';
import { readStyles } from './read-styles.ts';

/** @throws ConversionFault */
export async function readWord(bytes: Uint8Array): Promise<OfficeDocument> {
  const file = await openPackage(bytes);
  const main = (await file.readRelations('')).find(({ type }) => type === 'officeDocument')?.path;
  const document = main === undefined ? undefined : await file.readXml(main);
  const body = childOf(document, 'body');
  if (main === undefined || !body) throw new ConversionFault('damaged', 'a package without a document');
  const relations = await file.readRelations(main);
  const notes = await readNotes(file, relations);
  const reader = createBlockReader({
    styles: readStyles(await readPart(file, relations, 'styles')),
    numbering: createNumbering(await readPart(file, relations, 'numbering')),
  });
  const blocks = reader.read(elementsOf(body));
  for (const [place, reference] of reader.references.entries()) {
    blocks.push(...readNote(reader.read(elementsOf(notes.get(keyOf(reference)))), String(place + 1)));
  }
  const properties = await readCoreProperties(file);
  const heading = blocks.find(({ kind }) => kind === 'heading');
  const title = properties.title ?? (heading?.kind === 'heading' ? heading.text : undefined);
  return { ...properties, title, pages: [{ page: 1, blocks }], hasPages: false };
}

async function readPart(
  file: OfficePackage,
  relations: readonly Relation[],
  type: string,
): Promise<XmlElement | undefined> {
  const path = relations.find((relation) => relation.type === type)?.path;
  return path === undefined ? undefined : file.readXml(path);
}

async function readNotes(
  file: OfficePackage,
  relations: readonly Relation[],
): Promise<Map<string, XmlElement>> {
  const notes = new Map<string, XmlElement>();
  for (const kind of ['footnote', 'endnote'] as const) {
    for (const note of findAll(await readPart(file, relations, `${kind}s`), kind)) {
      notes.set(keyOf({ kind, id: note.attributes['w:id'] ?? '' }), note);
    }
  }
  return notes;
}

function keyOf({ kind, id }: NoteReference): string {
  return `${kind} ${id}`;
}

/** A note is one line: its paragraphs follow each other. */
function readNote(blocks: readonly Block[], label: string): Block[] {
  const texts = blocks.flatMap((block) => ('text' in block ? [block.text] : block.rows.flat()));
  return [{ kind: 'note', label, text: texts.join(' ') }];
}
