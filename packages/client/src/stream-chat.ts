/**
 * A conversation with a model through the gateway: text as it comes, then what is known of the answer.
 * Invariant: the last item is `ended`; an answer that breaks off in the middle throws instead of ending.
 * Refuses to count tokens: usage is the engine's own or absent.
 */
import {
  type AnswerId,
  answerId,
  type ChatMessage,
  type Citation,
  citation,
  type EngineUsage,
  SlipwayError,
} from '@slipway/contracts';
import { z } from 'zod';
import { problemError, readProblem } from './problem.ts';
import { readEventStream } from './read-event-stream.ts';
import { fetchOrExplain, requestHeaders, type Transport } from './send-request.ts';

export interface ChatOptions {
  /** Where the gateway answers; empty in a page whose server passes `/v1` on to it. */
  baseUrl: string;
  /** API key; not needed where a session speaks for the caller. */
  key?: string;
  model: string;
  messages: ChatMessage[];
  maxTokens?: number;
  temperature?: number;
  signal?: AbortSignal;
  fetch?: typeof globalThis.fetch;
}

export type ChatItem =
  | { type: 'text'; text: string }
  | {
      type: 'ended';
      reason: string;
      answerId: AnswerId | undefined;
      citations: Citation[];
      receiptPath: string | undefined;
      usage: EngineUsage | undefined;
    };

const chatChunk = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .default([]),
  usage: z
    .object({
      prompt_tokens: z.number(),
      completion_tokens: z.number(),
      prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish(),
    })
    .nullish(),
  slipway: z
    .object({
      answerId,
      citations: z.array(citation).default([]),
      receiptPath: z.string().optional(),
    })
    .nullish(),
});
type ChatChunk = z.infer<typeof chatChunk>;

/**
 * Streams one answer.
 * @returns text deltas, then one `ended` with the answer's id, its citations and the engine's counts
 * @throws SlipwayError the gateway's own; `engine-unavailable` where the stream breaks off
 */
export async function* streamChat(options: ChatOptions): AsyncGenerator<ChatItem, void, void> {
  const ended: ChatItem & { type: 'ended' } = {
    type: 'ended',
    reason: '',
    answerId: undefined,
    citations: [],
    receiptPath: undefined,
    usage: undefined,
  };
  const response = await openStream(options);
  let hasFinished = false;
  for await (const { data } of readEventStream(response)) {
    if (data === '[DONE]') {
      hasFinished = true;
      break;
    }
    const chunk = readChunk(data);
    const choice = chunk.choices[0];
    if (choice?.delta?.content) yield { type: 'text', text: choice.delta.content };
    if (choice?.finish_reason) ended.reason = choice.finish_reason;
    noteEnd(ended, chunk);
  }
  if (!hasFinished && ended.reason === '') {
    throw new SlipwayError({
      code: 'engine-unavailable',
      message: 'the answer broke off before its end',
      hint: 'Ask again.',
    });
  }
  yield ended;
}

async function openStream(options: ChatOptions): Promise<ReadableStream<Uint8Array>> {
  const transport: Transport = {
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
    token: options.key,
  };
  const headers = { ...requestHeaders(transport, 'text/event-stream'), 'content-type': 'application/json' };
  const body = JSON.stringify({
    model: options.model,
    messages: options.messages,
    stream: true,
    stream_options: { include_usage: true },
    ...(options.maxTokens === undefined ? {} : { max_tokens: options.maxTokens }),
    ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
  });
  const init: RequestInit = { method: 'POST', headers, body, credentials: 'same-origin' };
  if (options.signal) init.signal = options.signal;
  const response = await fetchOrExplain(transport, `${transport.baseUrl}/v1/chat/completions`, init);
  if (!response.ok) throw await readProblem(response);
  if (!response.body) throw new SlipwayError({ code: 'internal', message: 'the gateway sent no stream' });
  return response.body;
}

function readChunk(data: string): ChatChunk {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    throw new SlipwayError({ code: 'internal', message: 'the gateway sent a line that is not JSON' });
  }
  const problem = problemError(value);
  if (problem) throw problem;
  const chunk = chatChunk.safeParse(value);
  if (chunk.success) return chunk.data;
  throw new SlipwayError({ code: 'internal', message: 'the gateway sent a chunk of an unknown form' });
}

function noteEnd(ended: ChatItem & { type: 'ended' }, chunk: ChatChunk): void {
  if (chunk.slipway) {
    ended.answerId = chunk.slipway.answerId;
    ended.citations = chunk.slipway.citations;
    ended.receiptPath = chunk.slipway.receiptPath;
  }
  if (chunk.usage) {
    ended.usage = {
      numPromptTokens: chunk.usage.prompt_tokens,
      numCachedTokens: chunk.usage.prompt_tokens_details?.cached_tokens ?? 0,
      numOutputTokens: chunk.usage.completion_tokens,
    };
  }
}
