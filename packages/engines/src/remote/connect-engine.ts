/**
 * The `Engine` port as a client of an engine process.
 * Invariant: an aborted generation is cancelled at the engine and still ends with the engine's own counts; a consumer that walks away
 * closes the connection, which the engine takes as an abort.
 */
import {
  type EngineAddress,
  engineStatus,
  errorData,
  fromErrorData,
  type GenerateChunk,
  type GenerateRequest,
  generateChunk,
  renderResponse,
  SlipwayError,
  scoreResponse,
} from '@slipway/contracts';
import type { Engine } from '@slipway/core';
import { z } from 'zod';
import { readJsonLines } from './read-json-lines.ts';

const failure = z.object({ error: errorData });
const cancelAnswer = z.object({ isCancelled: z.boolean() });
const cancelPauseMs = 25;

/** Speaks to an engine process; opens no connection before the first call. */
export function connectEngine(address: EngineAddress): Engine {
  async function call(path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(new URL(path, address.url), {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${address.token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (cause) {
      throw new SlipwayError({
        code: 'engine-unavailable',
        message: 'the engine does not answer',
        hint: 'it may be starting again; try again in a moment',
        cause,
      });
    }
    if (!response.ok) throw await readFailure(response);
    return response;
  }

  return {
    status: async () => engineStatus.parse(await (await call('/status')).json()),
    render: async (request) => renderResponse.parse(await (await call('/render', request)).json()),
    score: async (request) => scoreResponse.parse(await (await call('/score', request)).json()),
    generate: (request, signal) => generate(call, request, signal),
    async dispose() {
      // The process belongs to whoever started it.
    },
  };
}

async function readFailure(response: Response): Promise<SlipwayError> {
  const parsed = failure.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return fromErrorData(parsed.data.error);
  return new SlipwayError({
    code: 'engine-unavailable',
    message: `the engine answered with status ${response.status}`,
  });
}

type Call = (path: string, body?: unknown, signal?: AbortSignal) => Promise<Response>;

async function* generate(
  call: Call,
  request: GenerateRequest,
  signal?: AbortSignal,
): AsyncGenerator<GenerateChunk, void, void> {
  const { requestId } = request;
  const connection = new AbortController();
  let isFinished = false;
  let isOver = false;
  const cancel = (): void => {
    cancelUntilFound(call, requestId, () => isOver).catch(() => connection.abort());
  };
  if (signal?.aborted) {
    const usage = { numPromptTokens: 0, numCachedTokens: 0, numOutputTokens: 0 };
    yield { type: 'finished', reason: 'cancelled', usage };
    return;
  }
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const response = await call('/generate', request, connection.signal);
    for await (const line of readLines(response)) {
      const chunk = generateChunk.parse(line);
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
async function cancelUntilFound(call: Call, requestId: string, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const response = await call('/cancel', { requestId });
    if (cancelAnswer.parse(await response.json()).isCancelled) return;
    await new Promise((resolve) => setTimeout(resolve, cancelPauseMs));
  }
}

async function* readLines(response: Response): AsyncGenerator<unknown, void, void> {
  if (response.body === null) throw crashed();
  const lines = readJsonLines(response.body);
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
