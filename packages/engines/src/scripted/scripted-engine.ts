/**
 * An engine that says what a script says: for tests of everything that stands behind the `Engine` port, where a model would only be slow.
 * Invariant: keeps the port's whole contract (counts, stops, aborts, sequences, cached prefixes) with the parts of the real one; a token
 * is a byte of UTF-8, 256 is the end of generation.
 * Refuses to be taken for a model: its status names it `scripted`.
 */
import {
  type EngineUsage,
  type FinishReason,
  type GenerateChunk,
  type GenerateRequest,
  generateRequest,
  isSlipwayError,
  renderRequest,
  type ScoreRequest,
  type ScoreResponse,
  SlipwayError,
  scoreRequest,
} from '@slipway/contracts';
import type { Engine } from '@slipway/core';
import { countSharedPrefix, createSequencePool, type SequencePool } from '../scheduling/sequence-pool.ts';
import { createStopMatcher } from '../text/stop-matcher.ts';
import { createTextStream } from '../text/text-stream.ts';

export interface ScriptedEngineOptions {
  contextTokens?: number;
  numSequences?: number;
  /** Time a token takes, in milliseconds. */
  tokenMs?: number;
  /** What is answered to a prompt's text. */
  reply: (prompt: string) => string;
}

interface ScriptedSeat {
  cachedTokens: number[];
}

const endOfGeneration = 256;
const bytesToText = (tokens: readonly number[]): string => Buffer.from(tokens).toString('utf8');

/** Makes an engine whose answers are those of `options.reply`. */
export function createScriptedEngine(options: ScriptedEngineOptions): Engine {
  const { contextTokens = 4096, numSequences = 2 } = options;
  const seats = Array.from({ length: numSequences }, (): ScriptedSeat => ({ cachedTokens: [] }));
  const pool = createSequencePool(seats);
  const totals = { numRequests: 0, numPromptTokens: 0, numCachedTokens: 0, numOutputTokens: 0 };
  const stage: ScriptedStage = { options, contextTokens, pool };
  return {
    async *generate(request, signal) {
      for await (const chunk of generate(stage, request, signal)) {
        if (chunk.type === 'finished') {
          totals.numRequests += 1;
          totals.numPromptTokens += chunk.usage.numPromptTokens;
          totals.numCachedTokens += chunk.usage.numCachedTokens;
          totals.numOutputTokens += chunk.usage.numOutputTokens;
        }
        yield chunk;
      }
    },
    async status() {
      const threads = { decode: 1, prompt: 1 };
      const name = { engine: 'scripted', engineVersion: '1' };
      return { isReady: true, ...name, contextTokens, numSequences, threads, totals: { ...totals } };
    },
    async render(request) {
      const parsed = renderRequest.parse(request);
      const text = 'text' in parsed ? parsed.text : renderChat(parsed.messages, parsed.addGenerationPrompt);
      return { text, tokens: [...Buffer.from(text)] };
    },
    score: async (request) => scoreUniformly(request, contextTokens),
    async dispose() {
      pool.close();
    },
  };
}

interface ScriptedStage {
  options: ScriptedEngineOptions;
  contextTokens: number;
  pool: SequencePool<ScriptedSeat>;
}

async function* generate(
  { options, contextTokens, pool }: ScriptedStage,
  request: GenerateRequest,
  signal?: AbortSignal,
): AsyncGenerator<GenerateChunk> {
  const { tokens, ...parsed } = generateRequest.parse(request);
  checkLength(tokens.length + 1, contextTokens);
  const usage: EngineUsage = { numPromptTokens: 0, numCachedTokens: 0, numOutputTokens: 0 };
  let reason: FinishReason = 'cancelled';
  try {
    const seat = await pool.acquire(tokens, signal);
    try {
      usage.numPromptTokens = tokens.length;
      usage.numCachedTokens = Math.min(countSharedPrefix(seat.cachedTokens, tokens), tokens.length - 1);
      seat.cachedTokens = [...tokens];
      const maxTokens = Math.min(parsed.maxTokens, contextTokens - tokens.length);
      const script = options.reply(bytesToText(tokens));
      reason = yield* speak(script, { ...options, maxTokens, stop: parsed.stop, usage, signal });
    } finally {
      pool.release(seat);
    }
  } catch (error) {
    if (!isSlipwayError(error) || error.code !== 'request-cancelled') throw error;
  }
  yield { type: 'finished', reason, usage };
}

/** Every token is as likely as any other. */
function scoreUniformly(request: ScoreRequest, contextTokens: number): ScoreResponse {
  const parsed = scoreRequest.parse(request);
  checkLength(parsed.tokens.length, contextTokens);
  const logProbability = -Math.log(endOfGeneration + 1);
  const positions = parsed.tokens.slice(parsed.from);
  const tokens = Array.from({ length: parsed.numTop }, (_, index) => index);
  return {
    logProbabilities: positions.map(() => logProbability),
    top: positions.map(() => ({ tokens, logProbabilities: tokens.map(() => logProbability) })),
  };
}

interface Speech {
  maxTokens: number;
  stop: readonly string[];
  usage: EngineUsage;
  tokenMs?: number;
  signal: AbortSignal | undefined;
}

async function* speak(script: string, speech: Speech): AsyncGenerator<GenerateChunk, FinishReason> {
  const { usage, signal, tokenMs = 0 } = speech;
  const stream = createTextStream(bytesToText);
  const matcher = createStopMatcher(speech.stop);
  let numUnsaid = 0;
  for (const token of [...Buffer.from(script), endOfGeneration]) {
    if (signal?.aborted) return 'cancelled';
    await new Promise((resolve) => (tokenMs > 0 ? setTimeout(resolve, tokenMs) : setImmediate(resolve)));
    usage.numOutputTokens += 1;
    numUnsaid += 1;
    const isLast = token === endOfGeneration || usage.numOutputTokens >= speech.maxTokens;
    const fresh = token === endOfGeneration ? '' : stream.push(token);
    const { text, isStopped } = matcher.push(isLast ? fresh + stream.flush() : fresh);
    const said = isLast && !isStopped ? text + matcher.flush() : text;
    if (said !== '') {
      yield { type: 'text', text: said, numTokens: numUnsaid };
      numUnsaid = 0;
    }
    if (isStopped || token === endOfGeneration) return 'stop';
    if (isLast) return 'length';
  }
  return 'stop';
}

function renderChat(messages: readonly { role: string; content: string }[], isOpen: boolean): string {
  const closed = messages.map(({ role, content }) => `[${role}]${content}\n`).join('');
  return isOpen ? `${closed}[assistant]` : closed;
}

function checkLength(numTokens: number, contextTokens: number): void {
  if (numTokens <= contextTokens) return;
  throw new SlipwayError({
    code: 'request-too-long',
    message: `the request needs ${numTokens} tokens and the context holds ${contextTokens}`,
  });
}
