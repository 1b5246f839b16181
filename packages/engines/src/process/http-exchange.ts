/**
 * Small parts of one HTTP exchange: who asks, what was asked, how it is answered.
 * Invariant: a body is bounded before it is parsed; an error leaves as its data with the status of its code.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorCodes, SlipwayError, toErrorData } from '@slipway/contracts';
import type { z } from 'zod';

const maxBodyBytes = 16 * 1024 * 1024;

/** Whether the request carries the token; compared in constant time over hashes of equal length. */
export function isAuthorised(request: IncomingMessage, token: string): boolean {
  const given = hash(request.headers.authorization ?? '');
  return timingSafeEqual(given, hash(`Bearer ${token}`));
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * Reads and checks a JSON body.
 * @throws SlipwayError `request-invalid` naming the field
 */
export async function readBody<Schema extends z.ZodType>(
  request: IncomingMessage,
  schema: Schema,
): Promise<z.output<Schema>> {
  const parts: Buffer[] = [];
  let numBytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    numBytes += part.length;
    if (numBytes > maxBodyBytes) throw invalid(`the body is larger than ${maxBodyBytes} bytes`);
    parts.push(part);
  }
  let json: unknown;
  try {
    json = JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw invalid('the body is not JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalid(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`);
}

function invalid(message: string): SlipwayError {
  return new SlipwayError({ code: 'request-invalid', message });
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** Answers with an error's data, or cuts the connection where the answer has begun. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const data = toErrorData(error);
  if (data.retryable) response.setHeader('retry-after', '1');
  sendJson(response, errorCodes[data.code]?.httpStatus ?? 500, { error: data });
}
