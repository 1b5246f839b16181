/**
 * Bits an engine needs for a text after a prompt.
 */
import type { Engine } from '@slipway/core';
import type { FittedText } from './fit-text.ts';

/**
 * @param prompt token ids of the context, at least one
 * @param continuation the text; every token of it is scored
 */
export async function measureBits(
  engine: Engine,
  prompt: number[],
  continuation: FittedText,
): Promise<number> {
  const tokens = [...prompt, ...continuation.tokens];
  const { logProbabilities } = await engine.score({ tokens, from: prompt.length });
  return -logProbabilities.reduce((sum, one) => sum + one, 0) / Math.LN2;
}
