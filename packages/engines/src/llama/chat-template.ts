/**
 * The chat template of a model file, rendered as Python's transformers renders it.
 * Invariant: block trimming on, `raise_exception` and `strftime_now` given, `tools` and `documents` none, the special tokens by name;
 * the same messages give the same text to the character.
 * Refuses models without a template, and what the template itself refuses.
 */
import { Template } from '@huggingface/jinja';
import { type ChatMessage, SlipwayError } from '@slipway/contracts';

export interface ChatTemplateSource {
  /** Jinja source as the model file holds it, if it does. */
  template: string | undefined;
  bosToken: string | undefined;
  eosToken: string | undefined;
}

export interface ChatTemplate {
  /** @throws SlipwayError `request-invalid` where the model has no template or the template refuses the messages */
  render(messages: readonly ChatMessage[], addGenerationPrompt: boolean): string;
}

/**
 * Compiles a model's chat template.
 * The environment is that of `PreTrainedTokenizerBase.apply_chat_template` (huggingface/transformers).
 */
export function compileChatTemplate(source: ChatTemplateSource): ChatTemplate {
  const compiled = source.template === undefined ? undefined : new Template(source.template);
  const specialTokens: Record<string, string> = {};
  if (source.bosToken !== undefined) specialTokens.bos_token = source.bosToken;
  if (source.eosToken !== undefined) specialTokens.eos_token = source.eosToken;

  return {
    render(messages, addGenerationPrompt) {
      if (compiled === undefined) {
        throw new SlipwayError({
          code: 'request-invalid',
          message: 'this model has no chat template',
          hint: 'use /v1/completions with plain text, or a model that was tuned for conversation',
        });
      }
      try {
        return compiled.render({
          ...specialTokens,
          messages: messages.map(({ role, content }) => ({ role, content })),
          add_generation_prompt: addGenerationPrompt,
          tools: null,
          documents: null,
        });
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new SlipwayError({
          code: 'request-invalid',
          message: `the model's chat template refuses these messages: ${reason}`,
          hint: 'most templates want an optional system message first, then user and assistant in turn',
          cause,
        });
      }
    },
  };
}
