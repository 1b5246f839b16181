/**
 * Any engine behind the engine protocol: HTTP on loopback, a bearer token, a journal.
 * Invariant: listens on loopback only; answers nothing without the token.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateRequest, renderRequest, SlipwayError, scoreRequest } from '@slipway/contracts';
import type { Engine } from '@slipway/core';
import { z } from 'zod';
import { createGenerationDesk, type GenerationDesk } from './generation-desk.ts';
import { isAuthorised, readBody, sendError, sendJson } from './http-exchange.ts';
import { openRequestJournal } from './request-journal.ts';

export interface EngineServerOptions {
  engine: Engine;
  token: string;
  /** Folder for requests.jsonl. */
  directory: string;
  /** Requests that may wait beside those at work. */
  maxWaiting: number;
  /** Told of faults that no client can be told of. */
  onError?: (error: unknown) => void;
}

export interface EngineServer {
  port: number;
  url: string;
  /** Ends all generations as cancelled, journals them, closes. The engine itself is the caller's to dispose of. */
  close(): Promise<void>;
}

/** Starts serving an engine on a free port of the loopback interface. */
export async function startEngineServer(options: EngineServerOptions): Promise<EngineServer> {
  const { engine, token } = options;
  const journal = await openRequestJournal(options.directory);
  const { numSequences } = await engine.status();
  const onError = options.onError ?? (() => undefined);
  const desk = createGenerationDesk({
    engine,
    journal,
    maxRequests: numSequences + options.maxWaiting,
    onError,
  });
  const server = createServer((request, response) => {
    answer({ engine, token, desk }, request, response).catch((error: unknown) => {
      if (response.headersSent) onError(error);
      sendError(response, error);
    });
  });
  // Requests may wait long for a sequence, here and at our own client; the protocol is between our own processes.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await desk.close();
      server.closeAllConnections();
      await closed;
      await journal.close();
    },
  };
}

async function answer(
  { engine, token, desk }: { engine: Engine; token: string; desk: GenerationDesk },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isAuthorised(request, token)) {
    throw new SlipwayError({ code: 'key-invalid', message: 'the bearer token is missing or wrong' });
  }
  switch (`${request.method} ${request.url}`) {
    case 'GET /status':
      return sendJson(response, 200, await engine.status());
    case 'POST /render':
      return sendJson(response, 200, await engine.render(await readBody(request, renderRequest)));
    case 'POST /generate':
      return desk.serve(await readBody(request, generateRequest), response);
    case 'POST /cancel': {
      const { requestId } = await readBody(request, z.object({ requestId: z.string() }));
      return sendJson(response, 200, { isCancelled: desk.cancel(requestId) });
    }
    case 'POST /score': {
      const body = await readBody(request, scoreRequest);
      const leave = desk.enter();
      try {
        return sendJson(response, 200, await engine.score(body));
      } finally {
        leave();
      }
    }
    default:
      throw new SlipwayError({
        code: 'not-found',
        message: `no such route: ${request.method} ${request.url}`,
      });
  }
}
