/**
 * One HTTP call to an engine process.
 * Invariant: waits as long as it takes, for a request may stand in the engine's queue for many minutes; only its signal or a broken
 * connection ends it. The platform's `fetch` gives up after 300 s without a byte and is not used here.
 */
import { Agent, type IncomingMessage, request } from 'node:http';
import { type EngineAddress, errorData, fromErrorData, SlipwayError } from '@slipway/contracts';
import { z } from 'zod';

export interface EngineCall {
  path: string;
  /** Makes it a POST. */
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/** Sends calls to one engine. */
export interface EngineLine {
  /**
   * Resolves with the response once its head is there; the body is the caller's to read.
   * @throws SlipwayError what the engine refused with, or `engine-unavailable`, `engine-crashed` where the connection broke
   */
  call(call: EngineCall): Promise<IncomingMessage>;
  /** The same, with the body read as JSON. */
  callJson(call: EngineCall): Promise<unknown>;
}

const failure = z.object({ error: errorData });

export function openEngineLine(address: EngineAddress): EngineLine {
  const agent = new Agent({ keepAlive: true });
  async function call(wanted: EngineCall): Promise<IncomingMessage> {
    const response = await send(address, agent, wanted);
    if (response.statusCode !== 200) throw await readFailure(response);
    return response;
  }
  return {
    call,
    async callJson(wanted) {
      return JSON.parse(await readText(await call(wanted)));
    },
  };
}

function send(
  address: EngineAddress,
  agent: Agent,
  { path, body, signal }: EngineCall,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const sent = request(new URL(path, address.url), {
      agent,
      method: text === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${address.token}`,
        ...(text === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      },
      ...(signal === undefined ? {} : { signal }),
    });
    sent.once('response', resolve);
    // More than one may come, and one that nobody hears would end the process.
    sent.on('error', (cause: NodeJS.ErrnoException) => reject(explain(cause)));
    sent.end(text);
  });
}

/** A refused connection has reached no engine; of any other it is not known what the engine made of the request. */
function explain(cause: NodeJS.ErrnoException): SlipwayError {
  const hasReached = cause.code !== 'ECONNREFUSED';
  return new SlipwayError({
    code: hasReached ? 'engine-crashed' : 'engine-unavailable',
    message: hasReached ? 'the connection to the engine broke' : 'the engine does not answer',
    hint: 'it may be starting again; try again in a moment',
    cause,
  });
}

async function readFailure(response: IncomingMessage): Promise<SlipwayError> {
  const parsed = failure.safeParse(
    await readText(response)
      .then(JSON.parse, () => undefined)
      .catch(() => undefined),
  );
  if (parsed.success) return fromErrorData(parsed.data.error);
  return new SlipwayError({
    code: 'engine-unavailable',
    message: `the engine answered with status ${response.statusCode}`,
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  try {
    for await (const part of response as AsyncIterable<Buffer>) parts.push(part);
  } catch (cause) {
    throw explain(cause as NodeJS.ErrnoException);
  }
  return Buffer.concat(parts).toString('utf8');
}
