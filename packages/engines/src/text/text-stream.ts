/**
 * Token ids to text while they arrive, without ever printing half a character.
 * Invariant: the pieces joined equal the text of all tokens at once; a piece never ends inside a UTF-8 sequence.
 * The window of two offsets is vLLM's incremental detokenisation (vllm-project/vllm, detokenizer_utils.py).
 */

/** Text of token ids; unfinished bytes print as U+FFFD. */
export type Detokenise = (tokens: readonly number[]) => string;

export interface TextStream {
  /** Takes the next token; returns the text that became whole with it, maybe none. */
  push(token: number): string;
  /** The rest, with U+FFFD for bytes that will not be completed any more. */
  flush(): string;
}

/** Characters of at most four bytes: after this many tokens without a whole character the bytes are not UTF-8. */
const maxPendingTokens = 8;

export function createTextStream(detokenise: Detokenise): TextStream {
  let tokens: number[] = [];
  let numRead = 0;

  function take(isLast: boolean): string {
    const before = detokenise(tokens.slice(0, numRead));
    const after = detokenise(tokens);
    const isWhole = !after.endsWith('\ufffd') || tokens.length - numRead >= maxPendingTokens;
    if (after.length <= before.length || (!isWhole && !isLast)) return '';
    // Context of one earlier run of tokens is enough for spacing rules that look back.
    tokens = tokens.slice(numRead);
    numRead = tokens.length;
    return after.slice(before.length);
  }

  return {
    push(token) {
      tokens.push(token);
      return take(false);
    },
    flush() {
      return tokens.length > numRead ? take(true) : '';
    },
  };
}
