/**
 * The gateway's HTTP server: OpenAI's routes over the snapshot's deployments.
 * Invariant: no request reaches an engine without a key; no database is asked on the way.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type GatewaySnapshot, SlipwayError } from '@slipway/contracts';
import type { Logger } from '@slipway/core';
import { type AnswerServices, answerRequest } from '../answering/answer-request.ts';
import { createReplicaPool, unknownModel } from '../answering/replica-pool.ts';
import { createWaitingRoom } from '../answering/waiting-room.ts';
import { openIndexRetriever } from '../grounding/open-index-retriever.ts';
import { createRetrieverShelf } from '../grounding/retriever-shelf.ts';
import { openAnswerJournal } from '../journal/answer-journal.ts';
import { createAnswerSettler } from '../journal/settle-answers.ts';
import { settleEarlierRuns } from '../journal/settle-earlier-runs.ts';
import { identifyKey, watchSnapshot } from '../snapshot/watch-snapshot.ts';
import { type AnswerRequest, parseChatRequest, parseTextRequest } from '../wire/parse-request.ts';
import { WireError } from '../wire/wire-error.ts';
import { createStreamSink, createWholeSink, sendError, sendJson } from './answer-sinks.ts';
import { readBody } from './read-body.ts';

export interface GatewayOptions {
  /** The snapshot file that the server writes. */
  snapshotFile: string;
  /** Folder of the answer journal. */
  journalDirectory: string;
  /** Folder with a folder for each replica, by its id, where engines keep their own journals. */
  enginesDirectory: string;
  /** 0 for any free one. */
  port: number;
  host?: string;
  maxBodyBytes?: number;
  /** How long engines are given to record what they were cut off from. */
  settlePatienceMs?: number;
  /** How long a request waits for an engine that is starting. */
  startPatienceMs?: number;
  /** How many requests wait for one model that is starting; 64 where left out, as many as an engine lets wait. */
  mostWaitingForStart?: number;
  log: Logger;
}

export interface Gateway {
  port: number;
  url: string;
  /** Takes no new requests, waits for running ones up to `graceMs`, then cancels them; each is journalled. */
  close(graceMs?: number): Promise<void>;
}

interface Serving {
  services: AnswerServices;
  maxBodyBytes: number;
  log: Logger;
  /** Fires when running answers are to be broken off. */
  shutdown: AbortSignal;
}

/**
 * Listens, and settles what an earlier gateway left open.
 * @throws SlipwayError `port-taken`
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const shutdown = new AbortController();
  const running = new Set<Promise<void>>();
  let open = (_opened: Opened): void => undefined;
  const opening = new Promise<Opened>((resolve) => {
    open = resolve;
  });
  const server = createServer((request, response) => {
    const done = opening
      .then(({ serving }) => serve(serving, request, response))
      .finally(() => running.delete(done));
    running.add(done);
  });
  server.keepAliveTimeout = 65_000;
  // The port first: an earlier gateway that still holds it still writes its journal.
  const port = await listen(server, options);
  let opened: Opened;
  try {
    opened = await openServing(options, shutdown.signal);
  } catch (error) {
    server.close();
    server.closeAllConnections();
    throw error;
  }
  open(opened);
  return {
    port,
    url: `http://${options.host ?? '127.0.0.1'}:${port}`,
    async close(graceMs = 3000) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => shutdown.abort(), graceMs);
      while (running.size > 0) await Promise.allSettled(running);
      clearTimeout(timer);
      shutdown.abort();
      await opened.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Opened {
  serving: Serving;
  /** Once `shutdown` has fired: waits for what is being settled, then closes the files. */
  close(): Promise<void>;
}

async function openServing(options: GatewayOptions, shutdown: AbortSignal): Promise<Opened> {
  const { log, enginesDirectory, journalDirectory, settlePatienceMs: patienceMs = 10_000 } = options;
  const shelf = createRetrieverShelf(openIndexRetriever);
  const journal = await openAnswerJournal(journalDirectory);
  const snapshots = await watchSnapshot(options.snapshotFile, {
    log,
    onChange: ({ deployments }) =>
      shelf.keepOnly(new Set(deployments.flatMap(({ indexDirectory }) => indexDirectory ?? []))),
  });
  const settler = createAnswerSettler({ enginesDirectory, journal, patienceMs, signal: shutdown, log });
  const settling = settleEarlierRuns({
    directory: journalDirectory,
    journal,
    settler,
    patienceMs,
    signal: shutdown,
    log,
    // What cannot be settled now is left to the next start.
  }).catch((error: unknown) => log.warn('answers-not-settled', { reason: String(error) }));
  const { startPatienceMs = 20_000, mostWaitingForStart = 64 } = options;
  const waitingRoom = createWaitingRoom(mostWaitingForStart);
  const replicas = createReplicaPool();
  const services = { snapshots, journal, settler, shelf, replicas, waitingRoom, startPatienceMs };
  return {
    serving: { services, maxBodyBytes: options.maxBodyBytes ?? 4 * 1024 * 1024, log, shutdown },
    async close() {
      await settling;
      await settler.settled();
      snapshots.close();
      await journal.close();
    },
  };
}

function listen(server: ReturnType<typeof createServer>, options: GatewayOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const isTaken = cause.code === 'EADDRINUSE';
      reject(
        new SlipwayError({
          code: isTaken ? 'port-taken' : 'internal',
          message: isTaken ? `port ${options.port} is taken` : `the gateway cannot listen: ${cause.message}`,
          hint: 'give another port, or 0 for any free one',
          cause,
        }),
      );
    });
    server.listen(options.port, options.host ?? '127.0.0.1', () =>
      resolve((server.address() as AddressInfo).port),
    );
  });
}

/** Answers one request; never rejects. */
async function serve(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await route(serving, request, response);
  } catch (error) {
    if (!(error instanceof WireError)) {
      serving.log.warn('request-failed', { code: (error as { code?: unknown }).code ?? 'internal' });
    }
    // What was not read of the body would be taken for the next request.
    if (!request.complete && !response.headersSent) response.setHeader('connection', 'close');
    sendError(response, error);
  }
}

async function route(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://gateway').pathname;
  const current = serving.services.snapshots.current();
  if (path === '/health' && request.method === 'GET') {
    return sendJson(response, current === undefined ? 503 : 200, { isReady: current !== undefined });
  }
  const routed = `${request.method} ${path}`;
  const isAnswer = routed === 'POST /v1/chat/completions' || routed === 'POST /v1/completions';
  const isListing = request.method === 'GET' && /^\/v1\/models(\/[^/]+)?$/.test(path);
  if (!isAnswer && !isListing) throw unknownUrl(routed);
  const { key, snapshot } = await identifyKey(serving.services.snapshots, request.headers.authorization);
  if (isListing) return listModels(response, snapshot, path);
  const body = await readBody(request, serving.maxBodyBytes);
  const parsed = path === '/v1/completions' ? parseTextRequest(body) : parseChatRequest(body);
  await answerOver(serving, { request: parsed, key }, response);
}

async function answerOver(
  serving: Serving,
  call: { request: AnswerRequest; key: Parameters<typeof answerRequest>[1]['key'] },
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const { isStream, hasUsageChunk } = call.request;
  const sink = isStream ? createStreamSink(response, hasUsageChunk) : createWholeSink(response);
  const signal = AbortSignal.any([gone.signal, serving.shutdown]);
  await answerRequest(serving.services, { ...call, sink, signal });
  // Broken off by the shutdown: the client must not take what it has for the whole.
  if (!response.writableEnded) response.destroy();
}

function listModels(response: ServerResponse, snapshot: GatewaySnapshot, path: string): void {
  const models = snapshot.deployments.map(({ alias, createdAt }) => ({
    id: alias,
    object: 'model',
    created: Math.floor(Date.parse(createdAt) / 1000),
    owned_by: 'slipway',
  }));
  const wanted = path.slice('/v1/models/'.length);
  if (wanted === '') {
    sendJson(response, 200, { object: 'list', data: models });
    return;
  }
  const found = models.find(({ id }) => id === wanted || encodeURIComponent(id) === wanted);
  if (found === undefined) throw unknownModel(wanted);
  sendJson(response, 200, found);
}

function unknownUrl(routed: string): WireError {
  return new WireError({
    code: 'not-found',
    message: `Unknown request URL: ${routed}. The gateway answers /v1/models, /v1/chat/completions and /v1/completions.`,
    wireCode: 'unknown_url',
  });
}
