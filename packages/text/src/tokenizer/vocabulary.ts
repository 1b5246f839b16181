/**
 * What a byte-level BPE tokenizer consists of, whichever file it was read from.
 * Invariant: a token is bytes; ids are below 2^28; `merges` are in the order of their rank.
 */
import type { SplitPattern } from './split-patterns.ts';

/** A token sought in the text before anything else is done to it, with the options that Hugging Face tokenizers gives it. */
export interface AddedToken {
  id: number;
  content: string;
  isSpecial: boolean;
  /** Takes the white space before it along. */
  takesLeft: boolean;
  /** Takes the white space behind it along. */
  takesRight: boolean;
  /** Sought after normalising, not in the raw text. */
  isNormalised: boolean;
}

/** The bytes of tokens 0 to n - 1, one behind the other: token i is `bytes[starts[i]]` to `bytes[starts[i + 1]]`, empty if there is none. */
export interface TokenBytes {
  bytes: Uint8Array;
  starts: Uint32Array;
}

export interface Vocabulary {
  tokens: TokenBytes;
  /** Left, right, merged, left, right, ... */
  merges: Uint32Array;
  splitPattern: SplitPattern;
  /** A piece that is a token becomes that token even if merging does not give it (`ignore_merges`; always so in tiktoken). */
  isWholeFirst: boolean;
  normaliser: 'none' | 'nfc';
  addedTokens: readonly AddedToken[];
}

/** @param tokens bytes by id, undefined where an id has no token */
export function packTokens(tokens: readonly (Uint8Array | undefined)[]): TokenBytes {
  const starts = new Uint32Array(tokens.length + 1);
  let total = 0;
  for (const [id, token] of tokens.entries()) {
    starts[id] = total;
    total += token?.length ?? 0;
  }
  starts[tokens.length] = total;
  const bytes = new Uint8Array(total);
  for (const [id, token] of tokens.entries()) if (token) bytes.set(token, starts[id]);
  return { bytes, starts };
}

/** The bytes of one token; empty if there is none. */
export function tokenBytesOf(tokens: TokenBytes, id: number): Uint8Array {
  return tokens.bytes.subarray(tokens.starts[id] ?? 0, tokens.starts[id + 1] ?? 0);
}
