/**
 * The token that ends a document, among a vocabulary's added tokens.
 * Refuses: to guess beyond the names that well-known models use.
 */
import type { AddedToken } from './vocabulary.ts';

/** In the order in which they are looked for. */
const knownEnds = [
  '<|endoftext|>',
  '<|end_of_text|>',
  '<｜end▁of▁sentence｜>',
  '</s>',
  '<|eot_id|>',
  '<|im_end|>',
];

/** @param wanted its text; one that is known where left out */
export function findEndOfText(
  addedTokens: readonly AddedToken[],
  wanted?: string,
): { id: number; text: string } | undefined {
  for (const text of wanted === undefined ? knownEnds : [wanted]) {
    const found = addedTokens.find(({ content }) => content === text);
    if (found) return { id: found.id, text };
  }
  return undefined;
}
