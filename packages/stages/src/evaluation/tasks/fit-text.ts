/**
 * The beginning of a text that an engine can be asked to read: as long as its tokens fit.
 * Invariant: the text is cut, between code points, and tokenised anew, so that tokens and bytes are those of the same text.
 */
import type { Engine } from '@slipway/core';

export interface FittedText {
  text: string;
  tokens: number[];
  /** In UTF-8. */
  numBytes: number;
}

/** Characters looked at for each token: no more is read of a text whose tokens are longer. */
const maxCharactersPerToken = 8;

/** @param maxTokens tokens that the result has at the most */
export async function fitText(engine: Engine, text: string, maxTokens: number): Promise<FittedText> {
  const maxPoints = maxTokens * maxCharactersPerToken;
  // A code point takes at most two units.
  const points = Array.from(text.slice(0, 2 * maxPoints)).slice(0, maxPoints);
  const whole = await tokenise(engine, points);
  if (whole.tokens.length <= maxTokens) return whole;
  let fitting: FittedText = { text: '', tokens: [], numBytes: 0 };
  let [numFitting, numTooMany] = [0, points.length];
  while (numTooMany - numFitting > 1) {
    const middle = Math.floor((numFitting + numTooMany) / 2);
    const cut = await tokenise(engine, points.slice(0, middle));
    if (cut.tokens.length <= maxTokens) [fitting, numFitting] = [cut, middle];
    else numTooMany = middle;
  }
  return fitting;
}

async function tokenise(engine: Engine, points: string[]): Promise<FittedText> {
  const text = points.join('');
  const { tokens } = await engine.render({ text });
  return { text, tokens, numBytes: new TextEncoder().encode(text).length };
}
