/**
 * An engine whose tokens are bytes and whose likelihoods are given: for tests of everything that scores.
 */
import type { Engine } from '@slipway/core';

export interface ByteEngine extends Engine {
  /** Every request for scores, in order. */
  readonly scored: { prompt: string; text: string }[];
}

/** @param bitsPerByte bits that a text after a prompt costs, for each of its bytes */
export function makeByteEngine(bitsPerByte: (prompt: string, text: string) => number): ByteEngine {
  const scored: ByteEngine['scored'] = [];
  const refuse = () => Promise.reject(new Error('not asked for'));
  return {
    scored,
    status: refuse,
    async *generate() {
      yield* [];
    },
    render: async (request) => {
      const text =
        'text' in request
          ? request.text
          : `${request.messages.map((one) => `<${one.role}>${one.content}`).join('')}<a>`;
      return { text, tokens: [...Buffer.from(text)] };
    },
    score: async ({ tokens, from = 1, numTop = 0 }) => {
      const [prompt, text] = [tokens.slice(0, from), tokens.slice(from)].map((part) =>
        Buffer.from(part).toString(),
      ) as [string, string];
      scored.push({ prompt, text });
      const each = -bitsPerByte(prompt, text) * Math.LN2;
      const top = { tokens: [0].slice(0, numTop), logProbabilities: [each].slice(0, numTop) };
      return { logProbabilities: tokens.slice(from).map(() => each), top: tokens.slice(from).map(() => top) };
    },
    dispose: async () => undefined,
  };
}
