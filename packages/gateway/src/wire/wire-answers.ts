/**
 * Answers and chunks as OpenAI's API words them, with Slipway's own field beside.
 * Invariant: pure; the role comes in the first chunk, the finish reason in a chunk of its own, the usage behind it.
 */
import type { AnswerGrounding, AnswerId, Citation, EngineUsage } from '@slipway/contracts';

/** The extension: where an answer comes from and where its receipt lies. */
export interface SlipwayField {
  answerId: AnswerId;
  /** Passages that the model was given, whether or not its text refers to them. */
  citations: Citation[];
  /** Numbers of those to which the text does refer. */
  citedNumbers: number[];
  /** `none` where no passage was found: the model answered without the documents. */
  grounding: AnswerGrounding;
  receiptPath: string;
}

export interface AnswerHead {
  kind: 'chat' | 'text';
  id: string;
  createdAt: Date;
  model: string;
}

export type WireFinish = 'stop' | 'length';

export interface WireUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details: { cached_tokens: number };
}

export function toWireUsage(usage: EngineUsage): WireUsage {
  return {
    prompt_tokens: usage.numPromptTokens,
    completion_tokens: usage.numOutputTokens,
    total_tokens: usage.numPromptTokens + usage.numOutputTokens,
    prompt_tokens_details: { cached_tokens: usage.numCachedTokens },
  };
}

export interface WholeAnswer {
  text: string;
  finish: WireFinish;
  usage: EngineUsage;
  slipway: SlipwayField;
}

/** The body of an answer that is not streamed. */
export function makeWholeAnswer(head: AnswerHead, answer: WholeAnswer): object {
  const { text, finish, usage, slipway } = answer;
  const shared = { index: 0, logprobs: null, finish_reason: finish };
  const choice =
    head.kind === 'chat'
      ? { message: { role: 'assistant', content: text, refusal: null }, ...shared }
      : { text, ...shared };
  return {
    id: head.id,
    object: head.kind === 'chat' ? 'chat.completion' : 'text_completion',
    created: toSeconds(head.createdAt),
    model: head.model,
    choices: [choice],
    usage: toWireUsage(usage),
    slipway,
  };
}

export interface ChunkContent {
  /** Only the first chunk of a chat names the role. */
  role?: 'assistant';
  text?: string;
  finish?: WireFinish;
  /** null in all chunks but the last where usage was asked for; absent where it was not. */
  usage?: EngineUsage | null;
  /** The chunk that carries the usage has no choice. */
  isUsageOnly?: boolean;
  slipway?: SlipwayField;
}

/** One chunk of a streamed answer. */
export function makeChunk(head: AnswerHead, content: ChunkContent): object {
  const { usage, slipway } = content;
  return {
    id: head.id,
    object: head.kind === 'chat' ? 'chat.completion.chunk' : 'text_completion',
    created: toSeconds(head.createdAt),
    model: head.model,
    choices: content.isUsageOnly ? [] : [makeChoice(head, content)],
    ...(usage === undefined ? {} : { usage: usage === null ? null : toWireUsage(usage) }),
    ...(slipway === undefined ? {} : { slipway }),
  };
}

function makeChoice(head: AnswerHead, { role, text, finish }: ChunkContent): object {
  const shared = { logprobs: null, finish_reason: finish ?? null };
  if (head.kind === 'text') return { index: 0, text: text ?? '', ...shared };
  const delta = {
    ...(role === undefined ? {} : { role, refusal: null }),
    ...(text === undefined ? {} : { content: text }),
  };
  return { index: 0, delta, ...shared };
}

function toSeconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
