/**
 * What every engine must keep, run against each implementation by its own test.
 * Invariant: asks only for what the port promises, so that a new engine can be held to it unchanged.
 */
import {
  type EngineUsage,
  type GenerateChunk,
  type GenerateRequest,
  isSlipwayError,
} from '@slipway/contracts';
import type { Engine } from '@slipway/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

export interface OpenedEngine {
  engine: Engine;
  close: () => Promise<void>;
}

interface Answer {
  text: string;
  usage: EngineUsage;
  reason: string;
  numAnnounced: number;
}

/** Reads a generation to its end. */
export async function collectAnswer(
  chunks: AsyncIterable<GenerateChunk>,
  onText: (text: string) => void = () => undefined,
): Promise<Answer> {
  const answer: Answer = {
    text: '',
    reason: 'none',
    numAnnounced: 0,
    usage: { numPromptTokens: 0, numCachedTokens: 0, numOutputTokens: 0 },
  };
  for await (const chunk of chunks) {
    expect(answer.reason).toBe('none');
    if (chunk.type === 'text') {
      answer.text += chunk.text;
      answer.numAnnounced += chunk.numTokens;
      onText(chunk.text);
    } else {
      answer.reason = chunk.reason;
      answer.usage = chunk.usage;
    }
  }
  expect(answer.reason).not.toBe('none');
  expect(answer.numAnnounced).toBeLessThanOrEqual(answer.usage.numOutputTokens);
  return answer;
}

let numRequests = 0;
/** A request with an id of its own. */
export function ask(tokens: number[], options: Partial<GenerateRequest> = {}): GenerateRequest {
  numRequests += 1;
  return { requestId: `contract-${numRequests}`, tokens, maxTokens: 24, ...options };
}

const question = [{ role: 'user' as const, content: 'Count from one to fifty, please. 请数到五十。' }];

/** Describes the contract for one implementation. */
export function describeEngine(name: string, open: () => Promise<OpenedEngine>): void {
  describe(`engine contract: ${name}`, () => {
    let opened: OpenedEngine;
    let engine: Engine;
    let tokens: number[];
    beforeAll(async () => {
      opened = await open();
      engine = opened.engine;
      tokens = (await engine.render({ messages: question })).tokens;
    }, 120_000);
    afterAll(() => opened?.close());

    it('is ready and names itself', async () => {
      const status = await engine.status();
      expect(status.isReady).toBe(true);
      expect(status.contextTokens).toBeGreaterThan(tokens.length);
    });

    it('renders a generation prompt behind the same messages', async () => {
      const closed = await engine.render({ messages: question, addGenerationPrompt: false });
      const opened = await engine.render({ messages: question });
      expect(opened.text.startsWith(closed.text)).toBe(true);
      expect(opened.text.length).toBeGreaterThan(closed.text.length);
      expect(opened.tokens.slice(0, closed.tokens.length)).toEqual(closed.tokens);
    });

    it('says the same twice at temperature 0, whatever its cache holds', async () => {
      const first = await collectAnswer(engine.generate(ask(tokens)));
      const other = await engine.render({ text: 'Something else entirely, to fill the cache.' });
      await collectAnswer(engine.generate(ask(other.tokens)));
      const again = await collectAnswer(engine.generate(ask(tokens)));
      expect(again.text).toBe(first.text);
      expect(again.usage.numOutputTokens).toBe(first.usage.numOutputTokens);
      expect(first.usage.numPromptTokens).toBe(tokens.length);
      expect(again.usage.numCachedTokens).toBeLessThan(tokens.length);
    });

    it('stops at the limit with exactly that many tokens', async () => {
      const answer = await collectAnswer(engine.generate(ask(tokens, { maxTokens: 5 })));
      expect(answer.reason).toBe('length');
      expect(answer.usage.numOutputTokens).toBe(5);
    });

    it('stops before a stop string, wherever its tokens are cut', async () => {
      const whole = await collectAnswer(engine.generate(ask(tokens)));
      const stop = whole.text.slice(7, 11);
      const answer = await collectAnswer(engine.generate(ask(tokens, { stop: ['never said', stop] })));
      expect(answer.reason).toBe('stop');
      expect(answer.text).toBe(whole.text.slice(0, whole.text.indexOf(stop)));
      expect(answer.usage.numOutputTokens).toBeLessThan(whole.usage.numOutputTokens);
    });

    it('repeats itself with the same seed', async () => {
      const settings = { temperature: 1, topP: 0.9, seed: 7 };
      const first = await collectAnswer(engine.generate(ask(tokens, settings)));
      const again = await collectAnswer(engine.generate(ask(tokens, settings)));
      expect(again.text).toBe(first.text);
    });

    it('ends at once when aborted, with its counts', async () => {
      const abort = new AbortController();
      const answer = await collectAnswer(
        engine.generate(ask(tokens, { maxTokens: 1000 }), abort.signal),
        () => abort.abort(),
      );
      expect(answer.reason).toBe('cancelled');
      expect(answer.usage.numOutputTokens).toBeGreaterThan(0);
      expect(answer.usage.numOutputTokens).toBeLessThan(200);
      expect(answer.usage.numPromptTokens).toBe(tokens.length);
    });

    it('ends a generation that was aborted before it began with nothing used', async () => {
      const answer = await collectAnswer(engine.generate(ask(tokens), AbortSignal.abort()));
      expect(answer.reason).toBe('cancelled');
      expect(answer.usage.numOutputTokens).toBe(0);
    });

    it('answers more requests at once than it has sequences, each as if alone', async () => {
      const { numSequences } = await engine.status();
      const alone = await collectAnswer(engine.generate(ask(tokens, { maxTokens: 6 })));
      const answers = await Promise.all(
        Array.from({ length: numSequences + 2 }, () =>
          collectAnswer(engine.generate(ask(tokens, { maxTokens: 6 }))),
        ),
      );
      for (const answer of answers) {
        expect(answer.usage.numOutputTokens).toBe(alone.usage.numOutputTokens);
        expect(answer.text).toBe(alone.text);
      }
    });

    it('adds every request to its totals', async () => {
      const before = (await engine.status()).totals;
      const { usage } = await collectAnswer(engine.generate(ask(tokens, { maxTokens: 3 })));
      const after = (await engine.status()).totals;
      expect(after).toEqual({
        numRequests: before.numRequests + 1,
        numPromptTokens: before.numPromptTokens + usage.numPromptTokens,
        numCachedTokens: before.numCachedTokens + usage.numCachedTokens,
        numOutputTokens: before.numOutputTokens + usage.numOutputTokens,
      });
    });

    it('goes on after a consumer walked away in the middle', async () => {
      for await (const chunk of engine.generate(ask(tokens, { maxTokens: 200 }))) {
        expect(chunk.type).toBe('text');
        break;
      }
      const answer = await collectAnswer(engine.generate(ask(tokens, { maxTokens: 4 })));
      expect(answer.reason).toBe('length');
    });

    it('scores every token behind the first, and the tail alone the same', async () => {
      const whole = await engine.score({ tokens, numTop: 3 });
      expect(whole.logProbabilities).toHaveLength(tokens.length - 1);
      for (const value of whole.logProbabilities) expect(value).toBeLessThanOrEqual(0);
      for (const { tokens: ids, logProbabilities } of whole.top) {
        expect(ids).toHaveLength(3);
        expect([...logProbabilities].sort((a, b) => b - a)).toEqual(logProbabilities);
      }
      const from = tokens.length - 4;
      const tail = await engine.score({ tokens, from });
      expect(tail.logProbabilities).toHaveLength(4);
      for (const [index, value] of tail.logProbabilities.entries()) {
        expect(value).toBeCloseTo(whole.logProbabilities[from - 1 + index] ?? Number.NaN, 4);
      }
    });

    it('refuses what is longer than its context, with both lengths', async () => {
      const { contextTokens } = await engine.status();
      const long = Array.from({ length: contextTokens + 10 }, (_, index) => 40 + (index % 50));
      const error = await collectAnswer(engine.generate(ask(long))).catch((cause: unknown) => cause);
      expect(isSlipwayError(error) && error.code).toBe('request-too-long');
      expect((error as Error).message).toContain(String(contextTokens));
      await expect(engine.score({ tokens: long })).rejects.toMatchObject({ code: 'request-too-long' });
    });
  });
}
