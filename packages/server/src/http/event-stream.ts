/**
 * Server-sent events: the event log from an id on, then live, with a comment now and then so that proxies keep the line open.
 */
import { type Event, eventStreamPath, type RunId, runId, SlipwayError } from '@slipway/contracts';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { RouteGuards } from './register-routes.ts';

const keepAliveMs = 15_000;
const streamQuery = z.object({ runId: runId.optional(), after: z.coerce.number().int().min(0).optional() });

export interface EventSource {
  subscribe(options: { after: number; runId?: RunId; signal: AbortSignal }): AsyncIterable<Event>;
}

export function registerEventStream(app: FastifyInstance, events: EventSource, guards: RouteGuards): void {
  app.get(eventStreamPath, async (request, reply) => {
    guards.requireSession(request);
    const query = streamQuery.safeParse(request.query);
    if (!query.success) {
      throw new SlipwayError({ code: 'request-invalid', message: 'runId or after is not what it should be' });
    }
    const lastId = Number(request.headers['last-event-id'] ?? Number.NaN);
    const after = Number.isInteger(lastId) ? lastId : (query.data.after ?? 0);
    const ended = new AbortController();
    request.raw.socket.once('close', () => ended.abort());
    reply.hijack();
    const out = reply.raw;
    out.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      connection: 'keep-alive',
    });
    out.write('retry: 1000\n\n');
    const keepAlive = setInterval(() => out.write(': alive\n\n'), keepAliveMs);
    try {
      const wanted = query.data.runId === undefined ? {} : { runId: query.data.runId };
      for await (const event of events.subscribe({ after, ...wanted, signal: ended.signal })) {
        const hasRoom = out.write(
          `id: ${event.id}\nevent: ${event.body.type}\ndata: ${JSON.stringify(event)}\n\n`,
        );
        if (!hasRoom) await drained(out, ended.signal);
      }
    } catch (error) {
      if (!ended.signal.aborted) throw error;
    } finally {
      clearInterval(keepAlive);
      out.end();
    }
  });
}

function drained(out: NodeJS.WritableStream, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      out.off('drain', finish);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    out.once('drain', finish);
    signal.addEventListener('abort', finish);
  });
}
