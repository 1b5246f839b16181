/**
 * Converts the bytes of one file by its format. Runs inside the child process.
 * Invariant: whatever is wrong with the bytes comes back as a reason; the same bytes give the same result.
 * Refuses: to throw.
 */

import { readBook } from '../books/read-book.ts';
import type { OfficeDocument } from '../markdown/block.ts';
import { writeDocument } from '../markdown/write-document.ts';
import { readOpenDocument } from '../opendocument/read-open-document.ts';
import { readPdf } from '../pdf/read-pdf.ts';
import { type Conversion, ConversionFault, type OfficeFormat } from '../records/conversion.ts';
import { readSheets } from '../sheets/read-sheets.ts';
import { readSlides } from '../slides/read-slides.ts';
import { readWord } from '../word/read-word.ts';

type Read = (bytes: Uint8Array) => Promise<OfficeDocument>;

const readers: Record<OfficeFormat, Read> = {
  pdf: readPdf,
  docx: readWord,
  pptx: readSlides,
  xlsx: readSheets,
  epub: readBook,
  odt: readOpenDocument,
  odp: readOpenDocument,
  ods: readOpenDocument,
};

export async function convertBytes(bytes: Uint8Array, format: OfficeFormat): Promise<Conversion> {
  try {
    return writeDocument(await readers[format](bytes));
  } catch (error) {
    const reason = error instanceof ConversionFault ? error.reason : 'damaged';
    return { kind: 'set-aside', reason, detail: error instanceof Error ? error.message : String(error) };
  }
}
