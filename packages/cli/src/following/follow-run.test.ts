import type { Client, FollowOptions } from '@slipway/client';
import { type EventBody, newId, type Run } from '@slipway/contracts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CommandContext } from '../context/command-context.ts';
import { en } from '../messages/en.ts';
import { followRun } from './follow-run.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const runId = newId('run');
const notes: string[] = [];
const context = {
  texts: en,
  output: { isJson: false, note: (text: string) => notes.push(text), draw: () => {}, endLine: () => {} },
} as unknown as CommandContext;

/** A client whose connection does what `live` does; the run has no step and ends when the stream does. */
function clientOf(
  live: (options: FollowOptions) => Promise<void>,
  bodies: readonly EventBody[] = [],
): Client {
  let state = 'running';
  return {
    showRun: async () => ({ id: runId, state, steps: [] }) as unknown as Run,
    async *followEvents(options: FollowOptions) {
      await live(options);
      state = 'succeeded';
      yield* bodies.map((body) => ({ body }));
    },
  } as unknown as Client;
}

const aborted = (signal: AbortSignal | undefined) =>
  new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));

it('tells once that the server does not answer, and gives up in the end', async () => {
  notes.length = 0;
  const client = clientOf(async ({ onConnection, signal }) => {
    for (let tries = 0; tries < 5; tries += 1) onConnection?.('lost');
    await aborted(signal);
  });
  const followed = expect(followRun(client, runId, context)).rejects.toMatchObject({
    code: 'server-not-running',
    hint: expect.stringContaining(`slipway runs ${runId}`),
  });
  await vi.advanceTimersByTimeAsync(61_000);
  await followed;
  expect(notes).toEqual([en.connectionLost]);
});

it('waits for a server that comes back, and then as long as the run takes', async () => {
  const client = clientOf(async ({ onConnection }) => {
    onConnection?.('lost');
    await new Promise((resolve) => setTimeout(resolve, 30_000));
    onConnection?.('open');
    await new Promise((resolve) => setTimeout(resolve, 300_000));
  });
  const followed = followRun(client, runId, context);
  await vi.advanceTimersByTimeAsync(331_000);
  expect((await followed).state).toBe('succeeded');
  expect(vi.getTimerCount()).toBe(0);
});

it('tells what a step warns of in the language of the reader, and in English what has no other', async () => {
  const warning = { type: 'warning-raised', step: 'tune', attemptId: newId('attempt') } as const;
  const bodies = [
    { ...warning, message: '3 pairs were cut', chinese: '3 对问答已截短' },
    { ...warning, message: 'a warning of before' },
  ];
  notes.length = 0;
  for (const language of ['en', 'zh'] as const) {
    const client = clientOf(async () => {}, bodies);
    await followRun(client, runId, { ...context, output: { ...context.output, language } });
  }
  const before = '  tune: a warning of before';
  expect(notes).toEqual(['  tune: 3 pairs were cut', before, '  tune: 3 对问答已截短', before]);
});
