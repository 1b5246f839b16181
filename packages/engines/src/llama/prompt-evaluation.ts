/**
 * Prompts brought into a sequence's cache, by pieces on a fixed grid.
 * Invariant: pieces end at multiples of `pieceTokens` from the prompt's beginning and a cached prefix is reused in whole multiples of
 * `reuseTokens`, so that what is computed for a token depends on the tokens before it and not on what was cached.
 */
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { countSharedPrefix } from '../scheduling/sequence-pool.ts';

/** Small enough that an abort is noticed soon, large enough for the matrix kernels. */
export const pieceTokens = 128;
export const reuseTokens = 32;

/**
 * Keeps what can be reused of a sequence's cache for a list of tokens and drops the rest.
 * @param maxReused at the most so many tokens are taken from the cache
 * @returns how many leading tokens are in the cache now
 */
export async function reusePrefix(
  sequence: LlamaContextSequence,
  tokens: readonly number[],
  maxReused: number,
): Promise<number> {
  const numShared = Math.min(maxReused, countSharedPrefix(sequence.contextTokens, tokens));
  const numReused = Math.floor(numShared / reuseTokens) * reuseTokens;
  if (numReused < sequence.nextTokenIndex) {
    await sequence.eraseContextTokenRanges([{ start: numReused, end: sequence.nextTokenIndex }]);
  }
  return Math.min(numReused, sequence.nextTokenIndex);
}

/** The pieces in which tokens from `start` to `end` are evaluated. */
export function cutPieces(start: number, end: number): { start: number; end: number }[] {
  const pieces: { start: number; end: number }[] = [];
  for (let at = start; at < end; ) {
    const next = Math.min(end, (Math.floor(at / pieceTokens) + 1) * pieceTokens);
    pieces.push({ start: at, end: next });
    at = next;
  }
  return pieces;
}

/** Token ids as node-llama-cpp's branded numbers. */
export function asTokens(tokens: readonly number[]): Token[] {
  return tokens as unknown as Token[];
}
