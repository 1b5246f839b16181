/**
 * The generations that run or wait in one engine process.
 * Invariant: each accepted generation is journalled exactly once, also when its client went away; its `finished` chunk leaves after that.
 * Refuses an id that is running already, and more waiting requests than allowed.
 */
import type { ServerResponse } from 'node:http';
import { type GenerateChunk, type GenerateRequest, SlipwayError } from '@slipway/contracts';
import type { Engine } from '@slipway/core';
import type { RequestJournal } from './request-journal.ts';

export interface GenerationDesk {
  /** Answers `POST /generate` on a response; resolves when the generation has ended and is journalled. */
  serve(request: GenerateRequest, response: ServerResponse): Promise<void>;
  /** @returns whether such a generation was running */
  cancel(requestId: string): boolean;
  /** Takes a place for other work on the engine; call the result to leave it. @throws SlipwayError `engine-unavailable` */
  enter(): () => void;
  /** Cancels everything and waits for the journal. */
  close(): Promise<void>;
}

export interface GenerationDeskOptions {
  engine: Engine;
  journal: RequestJournal;
  /** Requests at work and waiting, together. */
  maxRequests: number;
  onError: (error: unknown) => void;
}

export function createGenerationDesk(options: GenerationDeskOptions): GenerationDesk {
  const { engine, journal, onError } = options;
  const running = new Map<string, { controller: AbortController; done: Promise<void> }>();
  let numInside = 0;
  let isClosed = false;

  function enter(): () => void {
    if (isClosed || numInside >= options.maxRequests) {
      throw new SlipwayError({
        code: 'engine-unavailable',
        message: isClosed
          ? 'the engine is shutting down'
          : `${numInside} requests are at work or waiting already`,
        hint: 'try again in a moment, or deploy another replica',
      });
    }
    numInside += 1;
    return () => {
      numInside -= 1;
    };
  }

  return {
    enter,
    async serve(request, response) {
      if (running.has(request.requestId)) {
        throw new SlipwayError({
          code: 'request-invalid',
          message: `request ${request.requestId} is running already`,
        });
      }
      const leave = enter();
      const controller = new AbortController();
      response.once('close', () => controller.abort());
      const done = runGeneration({ engine, journal, request, response, signal: controller.signal, onError });
      running.set(request.requestId, { controller, done: done.catch(onError) });
      try {
        await done;
      } finally {
        running.delete(request.requestId);
        leave();
      }
    },
    cancel(requestId) {
      const found = running.get(requestId);
      found?.controller.abort();
      return found !== undefined;
    },
    async close() {
      isClosed = true;
      const all = [...running.values()];
      for (const { controller } of all) controller.abort();
      await Promise.all(all.map(({ done }) => done));
    },
  };
}

interface Generation {
  engine: Engine;
  journal: RequestJournal;
  request: GenerateRequest;
  response: ServerResponse;
  signal: AbortSignal;
  onError: (error: unknown) => void;
}

async function runGeneration(generation: Generation): Promise<void> {
  const { engine, journal, request, response, signal, onError } = generation;
  let isFinished = false;
  try {
    for await (const chunk of engine.generate(request, signal)) {
      if (chunk.type === 'finished') {
        const { reason, usage } = chunk;
        const { requestId } = request;
        await journal.append({ requestId, at: new Date().toISOString(), reason, usage });
        isFinished = true;
      }
      await writeChunk(response, chunk);
    }
  } catch (error) {
    // An engine that failed says so in its last chunk first; the client has its counts.
    if (!isFinished) throw error;
    onError(error);
  }
  if (!response.destroyed) response.end();
}

/** Writes a chunk and waits while the client is slow; a client that went away is no error here. */
async function writeChunk(response: ServerResponse, chunk: GenerateChunk): Promise<void> {
  if (response.destroyed) return;
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/jsonl' });
  if (response.write(`${JSON.stringify(chunk)}\n`)) return;
  await new Promise<void>((resolve) => {
    const go = (): void => {
      response.off('drain', go);
      response.off('close', go);
      resolve();
    };
    response.once('drain', go);
    response.once('close', go);
  });
}
