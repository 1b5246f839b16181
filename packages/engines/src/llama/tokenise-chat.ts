/**
 * Messages to token ids, so that only the template can speak in control tokens.
 * Invariant: text that spells a control token (`<|im_end|>`) inside a message's content becomes plain text tokens, cut apart from its
 * neighbours; without such text the ids equal those of tokenising the rendered text whole, special tokens parsed.
 * The road: each spelling inside a content gets a sentinel character behind its first character before rendering, so that template
 * code may still trim, split or compare contents; the rendered text is then cut at the sentinels.
 */
import type { ChatMessage, RenderResponse } from '@slipway/contracts';
import type { ChatTemplate } from './chat-template.ts';

/** The part of a tokenizer that this needs. */
export interface PieceTokeniser {
  /** @param parseSpecial whether spellings of control tokens become those tokens */
  tokenise(text: string, parseSpecial: boolean): number[];
}

export interface TokeniseChatOptions {
  messages: readonly ChatMessage[];
  addGenerationPrompt: boolean;
  template: ChatTemplate;
  tokeniser: PieceTokeniser;
  /** Spellings of all control tokens of the model. */
  controlTokens: readonly string[];
}

const escaped = /[.*+?^${}()|[\]\\]/g;

/**
 * Renders and tokenises a conversation.
 * @returns the rendered text (as transformers would print it) and its token ids
 */
export function tokeniseChat(options: TokeniseChatOptions): RenderResponse {
  const { messages, addGenerationPrompt, template, tokeniser, controlTokens } = options;
  const spellings = findSpellings(messages, controlTokens);
  if (spellings.length === 0) {
    const text = template.render(messages, addGenerationPrompt);
    return { text, tokens: tokeniser.tokenise(text, true) };
  }
  const sentinel = chooseSentinel(messages);
  const anySpelling = new RegExp(
    spellings.map((spelling) => spelling.replace(escaped, '\\$&')).join('|'),
    'g',
  );
  const guarded = messages.map((message) => ({
    ...message,
    content: message.content.replace(anySpelling, (spelling) => guardSpelling(spelling, sentinel)),
  }));
  const rendered = template.render(guarded, addGenerationPrompt);
  const cut = new RegExp(
    `(${spellings.map((spelling) => guardSpelling(spelling, sentinel).replace(escaped, '\\$&')).join('|')})`,
  );
  const tokens = rendered.split(cut).flatMap((piece, index) => {
    // Every second piece is a guarded spelling; a lone sentinel can only be left of one that the template itself cut up.
    const text = piece.replaceAll(sentinel, '');
    return tokeniser.tokenise(text, index % 2 === 0 && text === piece);
  });
  return { text: rendered.replaceAll(sentinel, ''), tokens };
}

/** Spellings that occur in some content, longest first, so that one inside another cannot win. */
function findSpellings(messages: readonly ChatMessage[], controlTokens: readonly string[]): string[] {
  return controlTokens
    .filter((spelling) => spelling !== '' && messages.some(({ content }) => content.includes(spelling)))
    .sort((a, b) => b.length - a.length);
}

function guardSpelling(spelling: string, sentinel: string): string {
  const first = String.fromCodePoint(spelling.codePointAt(0) ?? 0);
  return `${first}${sentinel}${spelling.slice(first.length)}`;
}

/** A Unicode noncharacter (U+FDD0..U+FDEF: never text) that no content holds, doubled until it is unique. */
function chooseSentinel(messages: readonly ChatMessage[]): string {
  for (let length = 1; ; length += 1) {
    for (let code = 0xfdd0; code <= 0xfdef; code += 1) {
      const sentinel = String.fromCharCode(code).repeat(length);
      if (!messages.some(({ content }) => content.includes(sentinel))) return sentinel;
    }
  }
}
