/**
 * A loaded model's tokenizer, chat template and control tokens.
 * Invariant: control tokens are those llama.cpp itself would parse as such, read from the model once.
 */
import type { RenderRequest, RenderResponse } from '@slipway/contracts';
import { renderRequest } from '@slipway/contracts';
import type { LlamaModel } from 'node-llama-cpp';
import { compileChatTemplate } from './chat-template.ts';
import { type PieceTokeniser, tokeniseChat } from './tokenise-chat.ts';

export interface ModelTokeniser {
  render(request: RenderRequest): RenderResponse;
}

/** Reads a model's template and control tokens. */
export function createModelTokeniser(model: LlamaModel): ModelTokeniser {
  const tokeniser: PieceTokeniser = {
    tokenise: (text, parseSpecial) => model.tokenize(text, parseSpecial) as number[],
  };
  const controlTokens = listControlTokens(model);
  const template = compileChatTemplate({
    template: model.fileInfo.metadata.tokenizer?.chat_template,
    bosToken: model.tokens.bosString ?? undefined,
    eosToken: model.tokens.eosString ?? undefined,
  });
  return {
    render(request) {
      const parsed = renderRequest.parse(request);
      if ('messages' in parsed) return tokeniseChat({ ...parsed, template, tokeniser, controlTokens });
      const tokens = tokeniser.tokenise(parsed.text, false);
      const { bos, shouldPrependBosToken } = model.tokens;
      return { text: parsed.text, tokens: bos !== null && shouldPrependBosToken ? [bos, ...tokens] : tokens };
    },
  };
}

function listControlTokens(model: LlamaModel): string[] {
  const spellings: readonly string[] = model.fileInfo.metadata.tokenizer?.ggml.tokens ?? [];
  return spellings.filter((_, index) => {
    const attributes = model.getTokenAttributes(index as Parameters<LlamaModel['getTokenAttributes']>[0]);
    return attributes.control || attributes.unknown;
  });
}
