/**
 * What a file of a company becomes: Markdown with the places of its pages, or the reason why it became nothing.
 * Invariant: reasons are a closed list, so that they can be counted; `detail` is for people.
 * Refuses: to carry pictures, styles and comments.
 */

/** `pdf`, the packages of Office Open XML and OpenDocument, and EPUB. */
export const officeFormats = ['pdf', 'docx', 'pptx', 'xlsx', 'epub', 'odt', 'odp', 'ods'] as const;
export type OfficeFormat = (typeof officeFormats)[number];

export type ConversionReason =
  /** Opens with a password only. */
  | 'encrypted'
  /** Breaks the rules of its format, or is another format. */
  | 'damaged'
  /** Of more bytes, pages or text than is taken. */
  | 'too-large'
  /** Unpacks to far more than its size. */
  | 'decompression-bomb'
  /** Has more members, elements or levels than is taken. */
  | 'too-complex'
  /** Holds no text: scanned pages, pictures, or nothing. */
  | 'no-text'
  /** The file cannot be read from its path. */
  | 'unreadable'
  /** Took longer than its time, twice. */
  | 'timed-out'
  /** Took more memory than is given, twice. */
  | 'out-of-memory'
  /** Ended the process that converted it, twice. */
  | 'crashed';

/** Where a page, slide, sheet or chapter begins. */
export interface PageStart {
  /** Number of the page in its file, from 1. */
  page: number;
  /** Offset in the Markdown, in bytes. */
  start: number;
}

export interface ConvertedText {
  kind: 'text';
  contentType: 'markdown';
  /** UTF-8. */
  bytes: Uint8Array;
  title?: string | undefined;
  /** As the file names it, a BCP 47 tag. */
  language?: string | undefined;
  /** When it was changed last, else made, as the file says: `YYYY-MM-DD`. */
  date?: string | undefined;
  /** Absent where the format has no pages: DOCX and ODT leave them to the program that shows them. */
  pages?: PageStart[] | undefined;
}

export interface ConversionRefusal {
  kind: 'set-aside';
  reason: ConversionReason;
  detail: string;
}

export type Conversion = ConvertedText | ConversionRefusal;

/** Thrown inside a conversion to end it with a reason. */
export class ConversionFault extends Error {
  readonly reason: ConversionReason;
  constructor(reason: ConversionReason, message: string) {
    super(message);
    this.name = 'ConversionFault';
    this.reason = reason;
  }
}
