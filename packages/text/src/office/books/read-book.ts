/**
 * EPUB (https://www.w3.org/TR/epub-33/) to blocks: a page a document of the spine.
 * Invariant: documents come in reading order; the table of contents for programs is left out.
 * Refuses: books under digital rights management, `encrypted`; fonts that are only obscured are no matter.
 */
import { posix } from 'node:path';
import { htmlToMarkdown } from '../../markup/html-to-markdown.ts';
import { HtmlFault } from '../../markup/parse-html.ts';
import type { OfficeDocument, Page } from '../markdown/block.ts';
import { decodeXml } from '../package/decode-xml.ts';
import { type OfficePackage, openPackage } from '../package/open-package.ts';
import { childOf, childrenOf, findAll } from '../package/parse-xml.ts';
import { readProperties } from '../package/read-properties.ts';
import { ConversionFault } from '../records/conversion.ts';

const voidTags = /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;
const fontObfuscation = /obfuscation|ns\.adobe\.com\/pdf\/enc#RC/i;

/** @throws ConversionFault */
export async function readBook(bytes: Uint8Array): Promise<OfficeDocument> {
  const file = await openPackage(bytes);
  await refuseEncrypted(file);
  const [root] = findAll(await file.readXml('META-INF/container.xml'), 'rootfile');
  const path = root?.attributes['full-path'] ?? '';
  const book = await file.readXml(path);
  if (!book) throw new ConversionFault('damaged', 'a package without a book');
  const items = new Map(
    childrenOf(childOf(book, 'manifest'), 'item').map(({ attributes }) => [attributes.id ?? '', attributes]),
  );
  const pages: Page[] = [];
  for (const reference of childrenOf(childOf(book, 'spine'), 'itemref')) {
    const item = items.get(reference.attributes.idref ?? '');
    if (!item || /\bnav\b/.test(item.properties ?? '')) continue;
    const part = await file.read(posix.join(posix.dirname(path), decodePath(item.href ?? '')));
    const text = part ? readChapter([...decodeXml(part)].join('')) : '';
    pages.push({ page: pages.length + 1, blocks: [{ kind: 'markdown', text }] });
  }
  return { ...readProperties(childOf(book, 'metadata'), ['date']), pages, hasPages: true };
}

async function refuseEncrypted(file: OfficePackage): Promise<void> {
  const methods = findAll(await file.readXml('META-INF/encryption.xml'), 'EncryptionMethod');
  if (methods.some(({ attributes }) => !fontObfuscation.test(attributes.Algorithm ?? ''))) {
    throw new ConversionFault('encrypted', 'its documents open with a key only');
  }
}

function decodePath(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}

function readChapter(xhtml: string): string {
  const start = /<body\b[^>]*>/i.exec(xhtml);
  const end = xhtml.lastIndexOf('</body');
  const from = start ? start.index + start[0].length : 0;
  const body = xhtml.slice(from, end > from ? end : undefined);
  // HTML does not know `<a/>`, which would hold all that follows.
  const html = body.replace(/<([a-z][\w:-]*)(\s[^<>]*)?\/>/gi, (tag, name: string, attributes = '') =>
    voidTags.test(name) ? tag : `<${name}${attributes}></${name}>`,
  );
  try {
    return htmlToMarkdown(html, 'piece').text;
  } catch (error) {
    if (error instanceof HtmlFault) throw new ConversionFault('too-complex', error.message);
    throw error;
  }
}
