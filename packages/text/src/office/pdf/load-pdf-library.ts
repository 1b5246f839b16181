/**
 * Opens PDF files with pdf.js (https://mozilla.github.io/pdf.js/), on character maps and fonts that it brings with it.
 * Invariant: needs neither a network nor fonts of the machine; the same file gives the same text everywhere.
 * Refuses: to draw; the classes of a browser's canvas are empty here.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PDFDocumentLoadingTask } from 'pdfjs-dist/types/src/display/api.js';
import { ConversionFault } from '../records/conversion.ts';

type Library = typeof import('pdfjs-dist');

let loading: Promise<Library> | undefined;

function loadLibrary(): Promise<Library> {
  // The library makes a matrix while it loads, for drawing only.
  const empty = class {};
  for (const name of ['DOMMatrix', 'Path2D', 'ImageData']) Reflect.set(globalThis, name, empty);
  loading ??= import('pdfjs-dist/legacy/build/pdf.mjs') as Promise<Library>;
  return loading;
}

const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/** Begins to open a file; whoever asks destroys the task. */
export async function openPdf(bytes: Uint8Array): Promise<PDFDocumentLoadingTask> {
  const { getDocument } = await loadLibrary();
  return getDocument({
    // The library takes the memory over.
    data: Uint8Array.from(bytes),
    cMapUrl: join(folder, 'cmaps/'),
    cMapPacked: true,
    standardFontDataUrl: join(folder, 'standard_fonts/'),
    useSystemFonts: false,
    disableFontFace: true,
    isEvalSupported: false,
    enableXfa: false,
    verbosity: 0,
  });
}

/** What the library threw, as a reason. */
export function explainPdfError(error: unknown): ConversionFault {
  if (error instanceof ConversionFault) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'PasswordException') return new ConversionFault('encrypted', 'opens with a password only');
  return new ConversionFault('damaged', message);
}
