import type { Client } from '@slipway/client';
import { newId, type Run } from '@slipway/contracts';
import { afterEach, expect, it } from 'vitest';
import type { CommandContext } from '../context/command-context.ts';
import { en } from '../messages/en.ts';
import { fill } from '../messages/texts.ts';
import { followUntilStopped } from './follow-until-stopped.ts';

const runId = newId('run');
const others = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map(
  (signal) => [signal, process.listeners(signal)] as const,
);
afterEach(() => {
  process.exitCode = undefined;
  for (const [signal, before] of others)
    for (const listener of process.listeners(signal))
      if (!before.includes(listener)) process.off(signal, listener);
});

/** A run that goes on until whoever follows it has seen enough. */
const client = {
  showRun: async () => ({ id: runId, state: 'running', steps: [] }) as unknown as Run,
  async *followEvents({ signal }: { signal?: AbortSignal }) {
    if (!signal?.aborted) await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    yield* [];
  },
} as unknown as Client;

it.each([
  [false, en.runGoesOn],
  [true, en.runWithoutServer],
])('says on Ctrl-C what becomes of the run (own server: %s)', async (isOwn, text) => {
  const notes: string[] = [];
  const context = {
    texts: en,
    output: { isJson: false, note: (note: string) => notes.push(note), draw: () => {}, endLine: () => {} },
    hasOwnServer: () => isOwn,
  } as unknown as CommandContext;
  const followed = followUntilStopped(client, runId, context);
  process.emit('SIGINT');
  expect(await followed).toBeUndefined();
  expect(notes).toEqual([fill(text, { id: runId })]);
  expect(process.exitCode).toBe(130);
});
