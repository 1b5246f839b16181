/**
 * Bits an engine needs for a text after a prompt.
 */
import type { Engine } from '@slipway/core';

/**
 * @param prompt token ids of the context, at least one
 * @param continuation token ids of the text
 * @param options.maxTokens tokens of the continuation that are read; its bytes are then counted in proportion
 */
export async function measureBits(
  engine: Engine,
  prompt: number[],
  continuation: number[],
  options: { text: string; maxTokens: number },
): Promise<{ bits: number; numBytes: number }> {
  const read = continuation.slice(0, options.maxTokens);
  const tokens = [...prompt, ...read];
  const { logProbabilities } = await engine.score({ tokens, from: prompt.length });
  const bits = -logProbabilities.reduce((sum, one) => sum + one, 0) / Math.LN2;
  const allBytes = new TextEncoder().encode(options.text).length;
  return { bits, numBytes: (allBytes * read.length) / continuation.length };
}
