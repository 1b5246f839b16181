/**
 * The `Engine` port as a client of an engine process.
 * Invariant: an aborted generation is cancelled at the engine and still ends with the engine's own counts; a consumer that walks away
 * closes the connection, which the engine takes as an abort.
 */
import {
  type EngineAddress,
  engineStatus,
  type GenerateChunk,
  type GenerateRequest,
  generateChunk,
  renderResponse,
  SlipwayError,
  scoreResponse,
} from '@slipway/contracts';
import type { Engine } from '@slipway/core';
import { z } from 'zod';
import { type EngineLine, openEngineLine } from './engine-call.ts';
import { readJsonLines } from './read-json-lines.ts';

const cancelAnswer = z.object({ isCancelled: z.boolean() });
const cancelPauseMs = 25;

/** Speaks to an engine process; opens no connection before the first call. */
export function connectEngine(address: EngineAddress): Engine {
  const line = openEngineLine(address);
  return {
    status: async () => engineStatus.parse(await line.callJson({ path: '/status' })),
    render: async (request) => renderResponse.parse(await line.callJson({ path: '/render', body: request })),
    score: async (request) => scoreResponse.parse(await line.callJson({ path: '/score', body: request })),
    generate: (request, signal) => generate(line, request, signal),
    async dispose() {
      // The process belongs to whoever started it.
    },
  };
}

async function* generate(
  line: EngineLine,
  request: GenerateRequest,
  signal?: AbortSignal,
): AsyncGenerator<GenerateChunk, void, void> {
  const { requestId } = request;
  const connection = new AbortController();
  let isFinished = false;
  let isOver = false;
  const cancel = (): void => {
    cancelUntilFound(line, requestId, () => isOver).catch(() => connection.abort());
  };
  if (signal?.aborted) {
    const usage = { numPromptTokens: 0, numCachedTokens: 0, numOutputTokens: 0 };
    yield { type: 'finished', reason: 'cancelled', usage };
    return;
  }
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const response = await line.call({ path: '/generate', body: request, signal: connection.signal });
    for await (const value of readValues(response)) {
      const chunk = generateChunk.parse(value);
      isFinished = chunk.type === 'finished';
      yield chunk;
    }
    if (!isFinished) throw crashed();
  } finally {
    isOver = true;
    signal?.removeEventListener('abort', cancel);
    if (!isFinished) connection.abort();
  }
}

/** Before the engine has read the request a cancel finds nothing, so it is sent until it does. */
async function cancelUntilFound(line: EngineLine, requestId: string, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const answer = await line.callJson({ path: '/cancel', body: { requestId } });
    if (cancelAnswer.parse(answer).isCancelled) return;
    await new Promise((resolve) => setTimeout(resolve, cancelPauseMs));
  }
}

async function* readValues(response: AsyncIterable<Uint8Array>): AsyncGenerator<unknown, void, void> {
  const lines = readJsonLines(response);
  while (true) {
    let next: IteratorResult<unknown, void>;
    try {
      next = await lines.next();
    } catch (cause) {
      throw crashed(cause);
    }
    if (next.done) return;
    yield next.value;
  }
}

function crashed(cause?: unknown): SlipwayError {
  return new SlipwayError({
    code: 'engine-crashed',
    message: 'the engine ended in the middle of an answer',
    hint: 'it is started again by itself; try again in a moment',
    ...(cause === undefined ? {} : { cause }),
  });
}
