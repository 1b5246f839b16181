/**
 * The `Engine` port on llama.cpp in this process.
 * Invariant: each request holds one sequence from its first token to its last; totals are sums of what the finished requests reported.
 * Refuses prompts that leave no room for one token, instead of shifting the context silently.
 */
import { randomInt } from 'node:crypto';
import {
  type EngineStatus,
  type EngineUsage,
  type GenerateChunk,
  type GenerateRequest,
  generateRequest,
  isSlipwayError,
  type ScoreRequest,
  type ScoreResponse,
  SlipwayError,
  scoreRequest,
} from '@slipway/contracts';
import type { Engine } from '@slipway/core';
import type { LlamaContext, LlamaContextSequence, LlamaModel } from 'node-llama-cpp';
import { createSequencePool, type PooledSequence, type SequencePool } from '../scheduling/sequence-pool.ts';
import type { BatchOrder } from './batch-order.ts';
import { generateTokens } from './generate-tokens.ts';
import { createModelTokeniser } from './model-tokeniser.ts';
import { scoreTokens } from './score-tokens.ts';

export interface LoadedModel {
  model: LlamaModel;
  context: LlamaContext;
  sequences: readonly LlamaContextSequence[];
  order: BatchOrder;
  contextTokens: number;
  engineVersion: string;
}

interface Seat extends PooledSequence {
  readonly sequence: LlamaContextSequence;
}

const nothingUsed: EngineUsage = { numPromptTokens: 0, numCachedTokens: 0, numOutputTokens: 0 };

/** Makes the engine of a loaded model; disposing of it unloads the model. */
export function createLlamaEngine(loaded: LoadedModel): Engine {
  const { model, contextTokens } = loaded;
  const tokeniser = createModelTokeniser(model);
  const seats: Seat[] = loaded.sequences.map((sequence) => ({
    sequence,
    get cachedTokens() {
      return sequence.contextTokens;
    },
  }));
  const pool = createSequencePool(seats);
  const onPiece = (numTokens: number): void => loaded.order.notePrompt(numTokens);
  const totals = { numRequests: 0, ...nothingUsed };
  const count = (usage: EngineUsage): void => {
    totals.numRequests += 1;
    totals.numPromptTokens += usage.numPromptTokens;
    totals.numCachedTokens += usage.numCachedTokens;
    totals.numOutputTokens += usage.numOutputTokens;
  };

  return {
    async status(): Promise<EngineStatus> {
      return {
        isReady: !model.disposed,
        engine: 'llama.cpp',
        engineVersion: loaded.engineVersion,
        contextTokens,
        numSequences: seats.length,
        threads: { ...loaded.order.threads },
        totals: { ...totals },
      };
    },
    async render(request) {
      return tokeniser.render(request);
    },
    async *generate(request: GenerateRequest, signal?: AbortSignal) {
      for await (const chunk of generate({ loaded, pool }, request, signal)) {
        if (chunk.type === 'finished') count(chunk.usage);
        yield chunk;
      }
    },
    async score(request: ScoreRequest): Promise<ScoreResponse> {
      const parsed = scoreRequest.parse(request);
      checkLength(parsed.tokens.length, contextTokens);
      const seat = await pool.acquire(parsed.tokens);
      try {
        return await scoreTokens(seat.sequence, { ...parsed, onPiece });
      } finally {
        pool.release(seat);
      }
    },
    async dispose() {
      pool.close();
      await loaded.context.dispose();
      await model.dispose();
    },
  };
}

async function* generate(
  { loaded, pool }: { loaded: LoadedModel; pool: SequencePool<Seat> },
  request: GenerateRequest,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<GenerateChunk, void, void> {
  const parsed = generateRequest.parse(request);
  const numPromptTokens = parsed.tokens.length;
  // One cell for the answer's first token; more than fits is cut to what fits.
  checkLength(numPromptTokens + 1, loaded.contextTokens);
  let seat: Seat;
  try {
    seat = await pool.acquire(parsed.tokens, signal);
  } catch (error) {
    if (!isSlipwayError(error) || error.code !== 'request-cancelled') throw error;
    yield { type: 'finished', reason: 'cancelled', usage: { ...nothingUsed } };
    return;
  }
  try {
    let failure: unknown;
    const { model } = loaded;
    const onError = (error: unknown): void => {
      failure = error;
    };
    yield* generateTokens(
      { model, sequence: seat.sequence, signal, onError, onPiece: (count) => loaded.order.notePrompt(count) },
      {
        ...parsed,
        maxTokens: Math.min(parsed.maxTokens, loaded.contextTokens - numPromptTokens),
        seed: parsed.seed === undefined ? randomInt(2 ** 32) : parsed.seed % 2 ** 32,
      },
    );
    if (failure !== undefined) throw failure;
  } finally {
    pool.release(seat);
  }
}

function checkLength(numTokens: number, contextTokens: number): void {
  if (numTokens <= contextTokens) return;
  throw new SlipwayError({
    code: 'request-too-long',
    message: `the request needs ${numTokens} tokens and the context holds ${contextTokens}`,
    hint: 'shorten the messages, or deploy the model with a longer context',
  });
}
