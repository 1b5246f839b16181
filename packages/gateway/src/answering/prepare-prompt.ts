/**
 * From a request to the token ids an engine gets: grounded where the deployment has an index, rendered, and known to fit.
 * Invariant: passages never push out the conversation: the weakest are left out until prompt and answer fit. A request that does not fit
 * without any is refused with both lengths.
 */
import type { Citation } from '@slipway/contracts';
import type { Engine } from '@slipway/core';
import { findQuestion, groundMessages, toCitations } from '../grounding/ground-messages.ts';
import type { Retriever } from '../grounding/retriever.ts';
import type { AnswerRequest } from '../wire/parse-request.ts';
import { WireError } from '../wire/wire-error.ts';

export interface PreparedPrompt {
  tokens: number[];
  maxTokens: number;
  citations: Citation[];
  /** What the promptDigest is made of: the question, or the whole prompt of a completion. */
  question: string;
}

export interface PromptContext {
  engine: Pick<Engine, 'render'>;
  contextTokens: number;
  /** Absent where the deployment has no index. */
  retriever: Retriever | undefined;
}

const maxPassages = 4;
/** Room kept for the answer while passages are fitted, where the request does not say. */
const answerReserveTokens = 256;

/** @throws WireError `context_length_exceeded` */
export async function preparePrompt(request: AnswerRequest, context: PromptContext): Promise<PreparedPrompt> {
  if (request.kind === 'text') {
    const { tokens } = await context.engine.render({ text: request.prompt });
    return { ...checkFit(request, tokens, context), citations: [], question: request.prompt };
  }
  const question = findQuestion(request.messages) ?? '';
  const passages =
    request.isGrounded && question !== ''
      ? ((await context.retriever?.search(question, maxPassages)) ?? [])
      : [];
  const reserve = Math.min(request.maxTokens ?? answerReserveTokens, Math.floor(context.contextTokens / 2));
  for (let numKept = passages.length; ; numKept -= 1) {
    const citations = toCitations(passages.slice(0, numKept));
    const { tokens } = await context.engine.render({ messages: groundMessages(request.messages, citations) });
    if (numKept > 0 && tokens.length + reserve > context.contextTokens) continue;
    return { ...checkFit(request, tokens, context), citations, question };
  }
}

function checkFit(
  request: AnswerRequest,
  tokens: number[],
  { contextTokens }: PromptContext,
): { tokens: number[]; maxTokens: number } {
  const room = contextTokens - tokens.length;
  const wanted = request.maxTokens ?? 1;
  if (tokens.length > 0 && wanted <= room) return { tokens, maxTokens: request.maxTokens ?? room };
  const part = request.kind === 'chat' ? 'messages' : 'prompt';
  const asked =
    request.maxTokens === undefined
      ? `your ${part} resulted in ${tokens.length} tokens`
      : `you requested ${tokens.length + wanted} tokens (${tokens.length} in the ${part}, ${wanted} in the completion)`;
  throw new WireError({
    code: 'request-too-long',
    message: `This model's maximum context length is ${contextTokens} tokens. However, ${asked}. Please reduce the length of the ${part}${request.maxTokens === undefined ? '' : ' or the completion'}.`,
    wireCode: 'context_length_exceeded',
    param: part,
  });
}
