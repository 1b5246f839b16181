/**
 * A request's JSON body, bounded.
 * Invariant: no more than the bound is ever held.
 */
import type { IncomingMessage } from 'node:http';
import { WireError } from '../wire/wire-error.ts';

/** @throws WireError where the body is too large (413) or no JSON (400) */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const parts: Buffer[] = [];
  let numBytes = Number(request.headers['content-length'] ?? 0);
  if (numBytes > maxBytes) throw tooLarge(maxBytes);
  numBytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    numBytes += part.length;
    if (numBytes > maxBytes) throw tooLarge(maxBytes);
    parts.push(part);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)));
  } catch {
    throw new WireError({
      code: 'request-invalid',
      message: 'We could not parse the JSON body of your request.',
      wireCode: 'invalid_json',
    });
  }
}

function tooLarge(maxBytes: number): WireError {
  return new WireError({
    code: 'request-invalid',
    message: `The body of your request is larger than ${maxBytes} bytes.`,
    wireCode: 'request_too_large',
    status: 413,
  });
}
