/**
 * What passes between the gateway (or a gate) and an engine process: HTTP on loopback with a bearer token.
 *
 *   POST /render    messages or text -> prompt text and token ids
 *   POST /generate  token ids -> JSON lines of GenerateChunk, the last one `finished` with the engine's own counts
 *   POST /cancel    {requestId}: the running generation ends with reason `cancelled`, still with its counts
 *   POST /score     token ids -> log-probability of each next token, and the top logits
 *   GET  /status    readiness, model facts, threads, counts since start
 *
 * Invariant: the engine counts tokens itself, once, where it decodes them; everything downstream repeats its numbers.
 */
import { z } from 'zod';

export const chatMessage = z.object({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  content: z.string(),
});
export type ChatMessage = z.infer<typeof chatMessage>;

const tokenIds = z.array(z.number().int().nonnegative());

export const renderRequest = z.union([
  z.object({ messages: z.array(chatMessage).min(1), addGenerationPrompt: z.boolean().default(true) }),
  z.object({ text: z.string() }),
]);
export type RenderRequest = z.input<typeof renderRequest>;
export const renderResponse = z.object({ text: z.string(), tokens: tokenIds });
export type RenderResponse = z.infer<typeof renderResponse>;

export const generateRequest = z.object({
  requestId: z.string(),
  tokens: tokenIds.min(1),
  maxTokens: z.number().int().positive(),
  temperature: z.number().min(0).max(2).default(0),
  topP: z.number().gt(0).max(1).default(1),
  /** What a token loses for each time, and for having stood at all, in the answer so far; in logits. */
  frequencyPenalty: z.number().min(-2).max(2).default(0),
  presencePenalty: z.number().min(-2).max(2).default(0),
  seed: z.number().int().nonnegative().optional(),
  stop: z.array(z.string()).max(4).default([]),
});
export type GenerateRequest = z.input<typeof generateRequest>;

export const finishReason = z.enum(['stop', 'length', 'cancelled', 'error']);
export type FinishReason = z.infer<typeof finishReason>;

export const engineUsage = z.object({
  numPromptTokens: z.number().int().nonnegative(),
  /** Of the prompt tokens, those taken from the engine's prefix cache. */
  numCachedTokens: z.number().int().nonnegative(),
  numOutputTokens: z.number().int().nonnegative(),
});
export type EngineUsage = z.infer<typeof engineUsage>;

export const generateChunk = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), numTokens: z.number().int() }),
  z.object({ type: z.literal('finished'), reason: finishReason, usage: engineUsage }),
]);
export type GenerateChunk = z.infer<typeof generateChunk>;

export const scoreRequest = z.object({
  tokens: tokenIds.min(2),
  /** Score only from this position on (the tokens before are context). */
  from: z.number().int().positive().default(1),
  /** How many of the largest logits to return at each scored position. */
  numTop: z.number().int().min(0).max(64).default(0),
});
export type ScoreRequest = z.input<typeof scoreRequest>;
export const scoreResponse = z.object({
  /** Natural log-probability of tokens[from..], given all before. */
  logProbabilities: z.array(z.number()),
  /** Per scored position: token ids and their log-probabilities, largest first. */
  top: z.array(z.object({ tokens: tokenIds, logProbabilities: z.array(z.number()) })),
});
export type ScoreResponse = z.infer<typeof scoreResponse>;

export const engineStatus = z.object({
  isReady: z.boolean(),
  engine: z.string(),
  engineVersion: z.string(),
  contextTokens: z.number().int(),
  numSequences: z.number().int(),
  /** Threads for decoding and for prompts, found by calibration. */
  threads: z.object({ decode: z.number().int(), prompt: z.number().int() }),
  totals: engineUsage.extend({ numRequests: z.number().int() }),
});
export type EngineStatus = z.infer<typeof engineStatus>;
