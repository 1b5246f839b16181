/**
 * A stored HTTP/1 response: its media type and its body, with transfer and content encodings undone.
 * Invariant: an archive that stored the body decoded but kept the headers is read as well: a coding is undone only where the bytes bear it.
 * Refuses responses other than 200 and 203, broken encodings, and bodies beyond the bound.
 */
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { RecordFault } from './record.ts';

export type HttpContent =
  | { kind: 'content'; bytes: Uint8Array; mediaType: string }
  | { kind: 'fault'; reason: RecordFault; detail: string };

const maxHeaderBytes = 64 * 1024;

/** @param maxBytes largest body, in bytes after decoding */
export function parseHttpResponse(block: Uint8Array, maxBytes: number): HttpContent {
  const head = Buffer.from(block.buffer, block.byteOffset, Math.min(block.length, maxHeaderBytes));
  const text = head.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text);
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})/.exec(text)?.[1];
  if (end === null || status === undefined) return fault('corrupt-warc', 'no HTTP header');
  if (status !== '200' && status !== '203') return fault('failed-response', `status ${status}`);
  const header = text.slice(0, end.index);
  const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(header)?.[1]?.trim() ?? '';
  let bytes: Uint8Array = block.subarray(end.index + end[0].length);
  if (/\bchunked\b/i.test(field('transfer-encoding'))) bytes = joinChunks(bytes) ?? bytes;
  for (const coding of field('content-encoding').toLowerCase().split(',').reverse()) {
    const decoded = undoCoding(bytes, coding.trim(), maxBytes);
    if (!(decoded instanceof Uint8Array)) return decoded;
    bytes = decoded;
  }
  return { kind: 'content', bytes, mediaType: field('content-type') };
}

function fault(reason: RecordFault, detail: string): HttpContent & { kind: 'fault' } {
  return { kind: 'fault', reason, detail };
}

/** The body of a chunked message, or nothing where it is not chunked after all. A cut last chunk is taken as far as it goes. */
function joinChunks(bytes: Uint8Array): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const line = Buffer.from(bytes.subarray(at, at + 64)).toString('latin1');
    const size = /^([0-9a-f]{1,8})[^\r\n]*\r?\n/i.exec(line);
    if (size === null) return undefined;
    const numBytes = Number.parseInt(size[1] ?? '0', 16);
    if (numBytes === 0) break;
    const start = at + size[0].length;
    parts.push(bytes.subarray(start, start + numBytes));
    at = start + numBytes;
    if (bytes[at] === 0x0d) at += 1;
    if (bytes[at] === 0x0a) at += 1;
  }
  return Buffer.concat(parts);
}

function undoCoding(
  bytes: Uint8Array,
  coding: string,
  maxOutputLength: number,
): Uint8Array | (HttpContent & { kind: 'fault' }) {
  const decode = decoderOf(bytes, coding);
  if (decode === undefined) return bytes;
  try {
    return decode(bytes, { maxOutputLength });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return fault('too-large', `more than ${maxOutputLength} bytes`);
    // A body whose bytes show no sign of the coding (Brotli, raw deflate) was most likely stored decoded.
    if (coding === 'br' || decode === inflateRawSync) return bytes;
    return fault('corrupt-gzip', `content encoding ${coding}: ${code}`);
  }
}

function decoderOf(bytes: Uint8Array, coding: string) {
  const [first = 0, second = 0] = bytes;
  if (coding === 'gzip' || coding === 'x-gzip')
    return first === 0x1f && second === 0x8b ? gunzipSync : undefined;
  if (coding === 'deflate')
    return (first & 15) === 8 && (first * 256 + second) % 31 === 0 ? inflateSync : inflateRawSync;
  return coding === 'br' ? brotliDecompressSync : undefined;
}
