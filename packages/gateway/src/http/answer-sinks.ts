/**
 * The two ways an answer leaves: as server-sent events while it is made, or whole.
 * Invariant: a stream ends with `[DONE]` only where the answer is complete; nothing is written to a client that went away.
 */
import type { ServerResponse } from 'node:http';
import type { AnswerSink } from '../answering/answer-request.ts';
import { type AnswerHead, makeChunk, makeWholeAnswer } from '../wire/wire-answers.ts';
import { toWireError } from '../wire/wire-error.ts';

/** Header with the answer's id, by which its receipt is found. */
export const answerHeader = 'x-slipway-answer';

/** Streams an answer as server-sent events. */
export function createStreamSink(response: ServerResponse, hasUsageChunk: boolean): AnswerSink {
  const usage = hasUsageChunk ? { usage: null } : {};
  const begin = (head: AnswerHead): void => {
    if (response.headersSent) return;
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      [answerHeader]: head.id,
    });
    if (head.kind === 'chat')
      writeEvent(response, makeChunk(head, { role: 'assistant', text: '', ...usage }));
  };
  return {
    get hasBegun() {
      return response.headersSent;
    },
    async sendText(head, text) {
      begin(head);
      if (!writeEvent(response, makeChunk(head, { text, ...usage }))) await untilWritable(response);
    },
    finish(head, { finish, usage: counted, slipway }) {
      begin(head);
      writeEvent(response, makeChunk(head, { finish, slipway, ...usage }));
      if (hasUsageChunk) writeEvent(response, makeChunk(head, { usage: counted, isUsageOnly: true }));
      response.end('data: [DONE]\n\n');
    },
  };
}

/** Collects an answer and sends it whole. */
export function createWholeSink(response: ServerResponse): AnswerSink {
  let text = '';
  let current: AnswerHead | undefined;
  return {
    get hasBegun() {
      return response.headersSent;
    },
    async sendText(head, piece) {
      // A second replica begins anew, with a head of its own.
      text = current === head ? text + piece : piece;
      current = head;
    },
    finish(head, end) {
      sendJson(response, 200, makeWholeAnswer(head, { text: current === head ? text : '', ...end }), {
        [answerHeader]: head.id,
      });
    },
  };
}

/** Sends an error: as its own answer, or as the last event of a stream that has begun. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.writableEnded) return;
  const { status, body, isRetryable } = toWireError(error);
  if (response.headersSent) {
    response.end(`data: ${JSON.stringify(body)}\n\n`);
    return;
  }
  sendJson(response, status, body, isRetryable ? { 'retry-after': '1' } : {});
}

/** Sends a JSON body with its length. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

function writeEvent(response: ServerResponse, data: object): boolean {
  if (response.destroyed) return true;
  return response.write(`data: ${JSON.stringify(data)}\n\n`);
}

function untilWritable(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      response.off('drain', go);
      response.off('close', go);
      resolve();
    };
    response.once('drain', go);
    response.once('close', go);
  });
}
