/**
 * Web archives (ISO 28500, WARC 1.0 and 1.1): responses, resources and conversions (WET) each a record.
 * Invariant: positions count unpacked bytes, whether one gzip member holds a record or all. Other kinds (requests, metadata) are no
 * documents and pass silently. After damage reading goes on at the next line that begins a record.
 * Refuses failed responses, content that is no text, records cut off or longer than the bound.
 */
import type { ByteCursor } from './byte-cursor.ts';
import type { ByteInput } from './byte-input.ts';
import { parseHttpResponse } from './http-response.ts';
import { openCursor } from './open-cursor.ts';
import type { ContentType, RecordFault, RecordResult } from './record.ts';
import { fillSourceOptions, type SourceOptions, type SourceReader, type SourceSettings } from './source.ts';
import { setFaultsAside } from './stream-fault.ts';

const maxHeaderBytes = 64 * 1024;
const separator = Buffer.from('\r\n\r\n');
const beginning = Buffer.from('WARC/1.');

export const warcReader: SourceReader = {
  format: 'warc',
  extensions: ['.warc', '.wet'],
  isSplittable: false,
  read: (input, options) => setFaultsAside(readWarc, input, options),
};

interface WarcHeader {
  fields: ReadonlyMap<string, string>;
  numBytes: number;
  contentLength: number;
}

async function* readWarc(input: ByteInput, options: SourceOptions): AsyncGenerator<RecordResult> {
  const settings = fillSourceOptions(options);
  const cursor = await openCursor(input, settings.from);
  try {
    while ((await skipBlank(cursor)) && cursor.position < settings.end) {
      const start = cursor.position;
      const name = `${input.path}#${start}`;
      const header = await readHeader(cursor);
      if (header === undefined) {
        await skipToRecord(cursor);
        const detail = 'no record begins here';
        yield { kind: 'set-aside', reason: 'corrupt-warc', detail, name, end: cursor.position };
        continue;
      }
      cursor.drop(header.numBytes);
      const result = await readRecord(cursor, header, { settings, name });
      if (result !== undefined) yield result;
    }
  } finally {
    await cursor.close();
  }
}

/** Passes over the empty lines between records. @returns whether anything follows */
async function skipBlank(cursor: ByteCursor): Promise<boolean> {
  while (await cursor.fill(1)) {
    const window = cursor.window();
    let at = 0;
    while (at < window.length && (window[at] === 0x0d || window[at] === 0x0a)) at += 1;
    cursor.drop(at);
    if (at < window.length) return true;
  }
  return false;
}

async function readHeader(cursor: ByteCursor): Promise<WarcHeader | undefined> {
  await cursor.fill(maxHeaderBytes);
  const window = Buffer.from(cursor.window().buffer, cursor.window().byteOffset, cursor.window().length);
  if (!window.subarray(0, beginning.length).equals(beginning)) return undefined;
  const end = window.subarray(0, maxHeaderBytes).indexOf(separator);
  if (end < 0) return undefined;
  const fields = parseFields(window.toString('utf8', 0, end));
  const contentLength = Number(fields.get('content-length'));
  if (!/^\d{1,15}$/.test(fields.get('content-length') ?? '')) return undefined;
  return { fields, numBytes: end + separator.length, contentLength };
}

/** Header lines after the first, by lower-case name; of one name the first counts. */
function parseFields(header: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of header.split(/\r?\n/).slice(1)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** Moves to the next line that begins a record, or to the end. */
async function skipToRecord(cursor: ByteCursor): Promise<void> {
  const wanted = Buffer.concat([Buffer.from('\n'), beginning]);
  while (await cursor.fill(wanted.length)) {
    const window = Buffer.from(cursor.window().buffer, cursor.window().byteOffset, cursor.window().length);
    const at = window.indexOf(wanted);
    cursor.drop(at < 0 ? window.length - wanted.length + 1 : at + 1);
    if (at >= 0) return;
  }
  cursor.drop(cursor.window().length);
}

async function readRecord(
  cursor: ByteCursor,
  { fields, contentLength }: WarcHeader,
  { settings, name }: { settings: SourceSettings; name: string },
): Promise<RecordResult | undefined> {
  const end = cursor.position + contentLength;
  const refuse = (reason: RecordFault, detail: string): RecordResult => ({
    kind: 'set-aside',
    reason,
    detail,
    name,
    end,
  });
  const type = fields.get('warc-type');
  const isDocument = type === 'response' || type === 'resource' || type === 'conversion';
  const isTooLarge = contentLength > settings.limits.maxRecordBytes;
  if (!isDocument || isTooLarge) {
    await cursor.skip(contentLength);
    if (cursor.position < end) return { ...refuse('truncated', 'the file ends within a record'), end };
    return isDocument ? refuse('too-large', `${contentLength} bytes`) : undefined;
  }
  if (!(await cursor.fill(contentLength))) {
    cursor.drop(cursor.window().length);
    return refuse('truncated', 'the file ends within a record');
  }
  const block = cursor.window().subarray(0, contentLength);
  cursor.drop(contentLength);
  const content =
    type === 'response'
      ? parseHttpResponse(block, settings.limits.maxRecordBytes)
      : { kind: 'content' as const, bytes: block, mediaType: fields.get('content-type') ?? '' };
  if (content.kind === 'fault') return refuse(content.reason, content.detail);
  const contentType = contentTypeOf(content.mediaType);
  if (contentType === undefined) return refuse('unsupported-type', content.mediaType);
  if (content.bytes.length === 0) return refuse('empty', 'no content');
  const charset = /charset\s*=\s*["']?([\w.:-]+)/i.exec(content.mediaType)?.[1];
  const labels = {
    id: fields.get('warc-record-id'),
    address: fields.get('warc-target-uri'),
    date: fields.get('warc-date'),
    charset,
  };
  const given = Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== undefined));
  return { kind: 'record', bytes: content.bytes, contentType, name, end, ...given };
}

function contentTypeOf(mediaType: string): ContentType | undefined {
  const type = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'text/html' || type === 'application/xhtml+xml') return 'html';
  if (type === 'text/markdown') return 'markdown';
  return type === 'text/plain' ? 'text' : undefined;
}
