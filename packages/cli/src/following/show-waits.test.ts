import type { Client } from '@slipway/client';
import { newId, type Run } from '@slipway/contracts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CommandContext } from '../context/command-context.ts';
import { en } from '../messages/en.ts';
import { showWaits } from './show-waits.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const runId = newId('run');
const held = { name: 'dataset', waitingFor: { en: 'memory: it takes 2.6 GB', zh: '内存不足' } };

it('says what a run that stands still waits for, and nothing while progress is told', async () => {
  const drawn: string[] = [];
  const output = { draw: (text: string) => drawn.push(text), language: 'en' };
  const context = { texts: en, output } as unknown as CommandContext;
  const client = { showRun: async () => ({ steps: [{ name: 'documents' }, held] }) as Run };
  const waits = showWaits(client as unknown as Client, runId, context);
  for (let second = 0; second < 10; second += 1) {
    waits.noteProgress();
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(drawn).toEqual([]);
  await vi.advanceTimersByTimeAsync(6000);
  expect(drawn[0]).toBe('  dataset  waiting: memory: it takes 2.6 GB');
  const { length } = drawn;
  waits.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(drawn).toHaveLength(length);
  expect(vi.getTimerCount()).toBe(0);
});
