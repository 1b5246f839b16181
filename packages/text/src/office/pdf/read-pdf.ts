/**
 * PDF to blocks, page by page: lines, columns, paragraphs, headings by the size of their letters, tables by their alignment.
 * Invariant: what repeats at the edges of pages is left out; a paragraph that goes on over a page is one paragraph in the text.
 * Refuses (throws `ConversionFault`) files with a password, damage, pages that are pictures only, and fonts whose letters mean nothing.
 */
import type { PDFDocumentProxy } from 'pdfjs-dist/types/src/display/api.js';
import type { OfficeDocument, Page } from '../markdown/block.ts';
import { toDate } from '../package/read-properties.ts';
import { ConversionFault } from '../records/conversion.ts';
import { buildFragments, type Fragment } from './build-fragments.ts';
import { dropRunningHeads } from './drop-running-heads.ts';
import { explainPdfError, openPdf } from './load-pdf-library.ts';
import { readRuns } from './page-runs.ts';
import { writePages } from './write-pages.ts';

const maxPages = 20_000;
/** Titles that programs make up from the name of a file. */
const machineTitle =
  /^\s*(?:untitled|microsoft \w+ - |slide 1|.*\.(?:dvi|docx?|pptx?|xlsx?|pdf|tex|indd|qxd|html?|txt)\s*$|\W*$)/i;
/** More of the letters than this without a meaning in Unicode: the text is not one. */
const maxMeaningless = 0.3;

/** @throws ConversionFault */
export async function readPdf(bytes: Uint8Array): Promise<OfficeDocument> {
  const task = await openPdf(bytes);
  try {
    const file = await task.promise;
    if (file.numPages > maxPages) throw new ConversionFault('too-large', `${file.numPages} pages`);
    const layers = await readPages(file);
    checkLetters(layers);
    const mains = dropRunningHeads(layers.map(([main = []]) => main));
    const pages = layers.map(([, ...others], place) => [mains[place] ?? [], ...others]);
    const facts = await readFacts(file);
    const written = writePages(pages);
    return { ...facts, title: facts.title ?? findTitle(written), pages: written, hasPages: true };
  } catch (error) {
    throw explainPdfError(error);
  } finally {
    await task.destroy();
  }
}

/** The fragments of each page, by layers; a page that cannot be read is empty unless all are. */
async function readPages(file: PDFDocumentProxy): Promise<Fragment[][][]> {
  const pages: Fragment[][][] = [];
  let fault: unknown;
  let numRead = 0;
  for (let number = 1; number <= file.numPages; number += 1) {
    try {
      const page = await file.getPage(number);
      const content = await page.getTextContent();
      const runs = readRuns(content, page.getViewport({ scale: 1 }).transform as number[]);
      pages.push(runs.map(buildFragments));
      page.cleanup();
      numRead += 1;
    } catch (error) {
      fault = error;
      pages.push([]);
    }
  }
  if (numRead === 0) throw fault ?? new ConversionFault('no-text', 'a file without pages');
  return pages;
}

function checkLetters(pages: readonly (readonly (readonly Fragment[])[])[]): void {
  let numLetters = 0;
  let numMeaningless = 0;
  for (const { text } of pages.flat(2)) {
    numLetters += text.length;
    numMeaningless += text.match(/[\ufffd\p{Private_Use}\p{Control}]/gu)?.length ?? 0;
  }
  if (numLetters === 0) throw new ConversionFault('no-text', 'its pages are pictures, or empty');
  if (numMeaningless > numLetters * maxMeaningless) {
    throw new ConversionFault('no-text', 'its fonts do not say what their letters mean');
  }
}

async function readFacts(file: PDFDocumentProxy): Promise<Omit<OfficeDocument, 'pages' | 'hasPages'>> {
  const { info } = await file.getMetadata().catch(() => ({ info: {} }));
  const { Title, Language, ModDate, CreationDate } = info as Record<string, unknown>;
  const dates = [ModDate, CreationDate].map((date) => {
    const digits = /^(?:D:)?(\d{4})(\d{2})(\d{2})/.exec(String(date));
    return toDate(digits?.slice(1).join('-'));
  });
  return {
    title: typeof Title === 'string' && !machineTitle.test(Title) ? Title : undefined,
    language: typeof Language === 'string' ? Language : undefined,
    date: dates.find((date) => date !== undefined),
  };
}

/** The first heading of the first page that has one, near the beginning. */
function findTitle(pages: readonly Page[]): string | undefined {
  const headings = pages
    .slice(0, 3)
    .flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'heading'));
  return headings[0]?.text;
}
