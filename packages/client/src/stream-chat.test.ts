import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '@slipway/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { type ChatItem, streamChat } from './stream-chat.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(
  status: number,
  chunks: (object | string)[],
): Promise<{ baseUrl: string; bodies: string[] }> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    bodies.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''} ${body}`);
    response.writeHead(status, { 'content-type': 'text/event-stream' });
    for (const chunk of chunks) {
      const text = typeof chunk === 'string' ? chunk : JSON.stringify(chunk);
      response.write(status === 200 ? `data: ${text}\n\n` : text);
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

const textOf = (content: string) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
const request = { model: 'tour', messages: [{ role: 'user' as const, content: 'Why?' }] };

async function readAll(baseUrl: string): Promise<ChatItem[]> {
  const items: ChatItem[] = [];
  for await (const item of streamChat({ ...request, baseUrl, key: 'sk-1' })) items.push(item);
  return items;
}

describe('streamChat', () => {
  it('yields the text as it comes, then the end with answer, passages and the engine’s counts', async () => {
    const answerId = newId('answer');
    const { baseUrl, bodies } = await serve(200, [
      textOf('Be'),
      textOf('cause.'),
      { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
      {
        choices: [],
        usage: { prompt_tokens: 12, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 4 } },
        slipway: { answerId, citations: [], receiptPath: `/receipts/${answerId}` },
      },
      '[DONE]',
    ]);
    expect(await readAll(baseUrl)).toEqual([
      { type: 'text', text: 'Be' },
      { type: 'text', text: 'cause.' },
      {
        type: 'ended',
        reason: 'stop',
        answerId,
        citations: [],
        receiptPath: `/receipts/${answerId}`,
        usage: { numPromptTokens: 12, numCachedTokens: 4, numOutputTokens: 3 },
      },
    ]);
    expect(bodies[0]).toContain('POST /v1/chat/completions Bearer sk-1');
    expect(bodies[0]).toContain('"stream":true');
  });

  it('throws the gateway’s own error, before and in the middle of an answer', async () => {
    const problem = {
      error: { message: '4,096 tokens, 2,048 fit', type: 'invalid_request_error', code: 'request-too-long' },
    };
    const early = await serve(400, [problem]);
    await expect(readAll(early.baseUrl)).rejects.toMatchObject({ code: 'request-too-long' });
    const late = await serve(200, [
      textOf('Be'),
      { code: 'engine-crashed', message: 'the engine went away', retryable: true },
    ]);
    await expect(readAll(late.baseUrl)).rejects.toMatchObject({ code: 'engine-crashed', retryable: true });
  });

  it.each([
    ['context_length_exceeded', 'invalid_request_error', 'request-too-long'],
    ['invalid_api_key', 'invalid_request_error', 'key-invalid'],
    ['model_not_found', 'invalid_request_error', 'model-unknown'],
    ['engine_crashed', 'server_error', 'engine-crashed'],
    ['never_heard_of', 'invalid_request_error', 'request-invalid'],
    [null, 'server_error', 'internal'],
  ])('throws a code of the house where the gateway gives OpenAI’s: %s', async (wireCode, type, code) => {
    const { baseUrl } = await serve(400, [{ error: { message: 'no', type, code: wireCode } }]);
    await expect(readAll(baseUrl)).rejects.toMatchObject({ code });
  });

  it('throws where the stream breaks off, instead of ending as if all were said', async () => {
    const { baseUrl } = await serve(200, [textOf('Be')]);
    await expect(readAll(baseUrl)).rejects.toMatchObject({ code: 'engine-unavailable' });
  });
});
