// Records of a WARC 1.1 file, each a gzip member of its own, so that a reader may start at any.
// Invariant: ids and dates come from the content and the caller, so the same pages give the same bytes; lengths and SHA-1 digests are right.
// Refuses: anything but warcinfo and responses.

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function sha1(bytes) {
  const bits = [...createHash('sha1').update(bytes).digest()]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  return `sha1:${bits
    .match(/.{5}/g)
    .map((group) => base32[Number.parseInt(group, 2)])
    .join('')}`;
}

function recordId(bytes) {
  const hex = createHash('sha256').update(bytes).digest('hex');
  return `<urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}>`;
}

const writeHeaders = (first, fields) =>
  Buffer.from(
    `${[first, ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`,
  );

function writeRecord(fields, block) {
  const headers = writeHeaders('WARC/1.1', { ...fields, 'Content-Length': block.length });
  return gzipSync(Buffer.concat([headers, block, Buffer.from('\r\n\r\n')]));
}

/** The record that opens a file. */
export function writeWarcInfo({ name, date }) {
  const block = Buffer.from('software: slipway benchmark\r\nformat: WARC File Format 1.1\r\n');
  return writeRecord(
    {
      'WARC-Type': 'warcinfo',
      'WARC-Record-ID': recordId(Buffer.from(name)),
      'WARC-Date': date,
      'WARC-Filename': name,
      'Content-Type': 'application/warc-fields',
    },
    block,
  );
}

/** A response with an HTML body; `contentType` is what the server said. */
export function writeResponse({ url, date, contentType, body }) {
  const http = writeHeaders('HTTP/1.1 200 OK', {
    'Content-Type': contentType,
    'Content-Length': body.length,
    Server: 'nginx',
  });
  const block = Buffer.concat([http, body]);
  return writeRecord(
    {
      'WARC-Type': 'response',
      'WARC-Record-ID': recordId(Buffer.concat([Buffer.from(url), block])),
      'WARC-Date': date,
      'WARC-Target-URI': url,
      'WARC-Block-Digest': sha1(block),
      'WARC-Payload-Digest': sha1(body),
      'Content-Type': 'application/http; msgtype=response',
    },
    block,
  );
}
