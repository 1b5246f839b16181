import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ConverterProcess, openConverterProcess } from './open-converter-process.ts';
import { readProcessorMs } from './processor-time.ts';

const script = fileURLToPath(new URL('../__fixtures__/failing-child.mjs', import.meta.url));
let folder: string;
let converter: ConverterProcess;
const open = (timeoutMs: number) =>
  openConverterProcess({ script, maxMemoryBytes: 128 * 1024 ** 2, timeoutMs });
const ask = (source: string) => converter.convert({ source, format: 'pdf', maxFileBytes: 1 });
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-office-'));
  converter = open(20_000);
});
afterEach(async () => {
  await converter.close();
  await rm(folder, { recursive: true, force: true });
});

test('one process converts many files and ends with the converter', async () => {
  const first = await ask('well');
  expect(first).toMatchObject({ kind: 'set-aside', reason: 'no-text' });
  expect(await ask('well')).toEqual(first);
  await converter.close();
  expect(isAlive(Number('detail' in first && first.detail))).toBe(false);
});

test('a file that kills its process once is converted, and one that kills it twice is set aside', async () => {
  expect(await ask(`die-once ${join(folder, 'mark')}`)).toMatchObject({ reason: 'no-text' });
  expect(await ask('die')).toEqual({
    kind: 'set-aside',
    reason: 'crashed',
    detail: 'the process ended with SIGSEGV',
  });
  expect(await ask('well')).toMatchObject({ reason: 'no-text' });
});

test('an endless loop ends at its time', async () => {
  converter = open(1500);
  expect(await ask('hang')).toMatchObject({ reason: 'timed-out' });
  expect(await ask('well')).toMatchObject({ reason: 'no-text' });
});

test('a process that swells ends at its memory', async () => {
  expect(await ask('swell')).toMatchObject({ reason: 'out-of-memory' });
  expect(await ask('well')).toMatchObject({ reason: 'no-text' });
});

test('the time of a file is that of the processor', () => {
  const before = readProcessorMs(process.pid);
  const until = performance.now() + 80;
  while (performance.now() < until) JSON.parse('[1, 2, 3]');
  expect(readProcessorMs(process.pid) - before).toBeGreaterThanOrEqual(10);
  expect(readProcessorMs(process.pid)).toBeLessThan(performance.now() * 16);
  expect(readProcessorMs(undefined)).toBeCloseTo(performance.now(), -2);
});
