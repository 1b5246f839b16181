/**
 * Brings a record's text into kernel memory: decoded, repaired, and for markup reduced to plain Markdown.
 * Invariant: the text is clean UTF-8 in NFC; the same record gives the same text.
 */
import { cleanMarkdown } from '../markup/clean-markdown.ts';
import { htmlToMarkdown } from '../markup/html-to-markdown.ts';
import { HtmlFault } from '../markup/parse-html.ts';
import { normaliseText } from '../normalise/normalise-text.ts';
import { declaredCharset } from '../repair/declared-charset.ts';
import type { RawRecord } from '../sources/record.ts';
import type { ScanTools } from './open-scan-tools.ts';
import type { ScanDrop } from './scanned-document.ts';

export interface PlacedText {
  pointer: number;
  length: number;
  /** What the markup names itself. */
  title?: string | undefined;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** @returns where the text lies, or why there is none; what it reserves is given back by the caller's mark */
export function placeText(record: RawRecord, tools: ScanTools): PlacedText | ScanDrop {
  const { kernels, repairer } = tools;
  const {
    bytes,
    contentType,
    charset = contentType === 'html' ? declaredCharset(bytes) : undefined,
  } = record;
  const repaired = repairer.repair(bytes, charset);
  if (repaired.kind === 'refused') return { step: 'read', reason: repaired.reason, detail: repaired.detail };
  if (contentType === 'text') return isBlank(repaired, tools) ? nothingLeft : repaired;
  if (contentType === 'html' && tools.recipe.html === 'reading-matter') {
    const page = tools.extractor.extract(repaired.pointer, repaired.length);
    return page.kind === 'page' ? page : { step: 'read', reason: page.reason, detail: page.detail };
  }
  const text = decoder.decode(kernels.bytes().subarray(repaired.pointer, repaired.pointer + repaired.length));
  return placeMarkup(contentType, text, tools);
}

const nothingLeft: ScanDrop = { step: 'read', reason: 'empty', detail: 'no text' };

function placeMarkup(type: 'markdown' | 'html', text: string, { kernels }: ScanTools): PlacedText | ScanDrop {
  try {
    const reduced = type === 'html' ? htmlToMarkdown(text) : cleanMarkdown(normaliseText(text));
    if (reduced.text === '') return nothingLeft;
    const bytes = encoder.encode(reduced.text);
    return { pointer: kernels.place(bytes), length: bytes.length, title: reduced.title };
  } catch (error) {
    if (!(error instanceof HtmlFault)) throw error;
    return { step: 'read', reason: error.reason, detail: error.message };
  }
}

/** Whether a text has nothing but white space in its first kilobyte and is not longer. */
function isBlank({ pointer, length }: { pointer: number; length: number }, { kernels }: ScanTools): boolean {
  if (length > 1024) return false;
  return decoder.decode(kernels.bytes().subarray(pointer, pointer + length)).trim() === '';
}
