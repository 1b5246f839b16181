import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Event, event, newId } from '@slipway/contracts';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from './create-client.ts';
import { readEventStream } from './read-event-stream.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const runId = newId('run');
const eventOf = (id: number): Event =>
  event.parse({ id, at: '2026-11-23T13:50:02.000Z', runId, body: { type: 'run-created', recipe: 'tour' } });
const lineOf = (id: number) => `id: ${id}\ndata: ${JSON.stringify(eventOf(id))}\n\n`;

async function serve(answer: (url: URL, response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    answer(new URL(request.url ?? '/', 'http://localhost'), response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('followEvents', () => {
  it('resumes behind the last event it saw, each event once and in order', async () => {
    const asked: string[] = [];
    const baseUrl = await serve((url, response) => {
      asked.push(url.search);
      const after = Number(url.searchParams.get('after'));
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (after === 0)
        response.write(`: hello\n\n${lineOf(1)}${lineOf(2)}id: 3\ndata: {"cut":`, () => response.destroy());
      else response.write([2, 3, 4].map(lineOf).join(''));
    });
    const states: string[] = [];
    const seen: number[] = [];
    const onConnection = (state: string) => void states.push(state);
    for await (const next of createClient({ baseUrl }).followEvents({ runId, onConnection })) {
      seen.push(next.id);
      if (seen.length === 4) break;
    }
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(asked).toEqual([`?runId=${runId}&after=0`, `?runId=${runId}&after=2`]);
    expect(states).toEqual(['open', 'lost', 'open']);
  });

  it('passes over events it has never heard of', async () => {
    const baseUrl = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(
        `id: 1\ndata: {"id":1,"at":"2026-11-23T13:50:02.000Z","body":{"type":"moon-rose"}}\n\n${lineOf(2)}`,
      );
    });
    for await (const next of createClient({ baseUrl }).followEvents()) {
      expect(next.id).toBe(2);
      break;
    }
  });

  it('gives up where the server refuses for good', async () => {
    const baseUrl = await serve((_, response) => {
      response
        .writeHead(401)
        .end(JSON.stringify({ code: 'session-required', message: 'no session', retryable: false }));
    });
    await expect(createClient({ baseUrl }).followEvents().next()).rejects.toMatchObject({
      code: 'session-required',
    });
  });

  it('ends when it is told to', async () => {
    const baseUrl = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(lineOf(1));
    });
    const stopper = new AbortController();
    const seen: number[] = [];
    for await (const next of createClient({ baseUrl }).followEvents({ signal: stopper.signal })) {
      seen.push(next.id);
      stopper.abort();
    }
    expect(seen).toEqual([1]);
  });
});

describe('readEventStream', () => {
  it('gives the same messages however the bytes are cut', async () => {
    const message = fc.record({
      id: fc.nat(),
      lines: fc.array(
        fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n]/.test(text)),
        { minLength: 1, maxLength: 3 },
      ),
    });
    const newline = fc.constantFrom('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(
        fc.array(message),
        newline,
        fc.integer({ min: 1, max: 7 }),
        async (messages, end, size) => {
          const text = messages
            .map(({ id, lines }) =>
              [`id: ${id}`, ': note', ...lines.map((line) => `data: ${line}`), '', ''].join(end),
            )
            .join('');
          const bytes = new TextEncoder().encode(text);
          const body = new ReadableStream<Uint8Array>({
            start(controller) {
              for (let at = 0; at < bytes.length; at += size)
                controller.enqueue(bytes.subarray(at, at + size));
              controller.close();
            },
          });
          const read: unknown[] = [];
          for await (const each of readEventStream(body)) read.push(each);
          expect(read).toEqual(messages.map(({ id, lines }) => ({ id: String(id), data: lines.join('\n') })));
        },
      ),
      { numRuns: 60 },
    );
  });
});
