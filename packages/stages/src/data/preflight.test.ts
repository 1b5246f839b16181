import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '@slipway/contracts';
import { readFreeDiskBytes } from '@slipway/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { foreseeDisk } from './foresee-disk.ts';
import { meterPhases } from './meter-phases.ts';
import { requireDisk } from './require-disk.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-preflight-'));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

test('an input whose parts the disk does not hold is refused before the start, with how much is missing', async () => {
  const free = await readFreeDiskBytes(folder);
  await requireDisk(folder, 1000);
  const tooMuch = free * 10;
  await expect(requireDisk(join(folder, 'not', 'there', 'yet'), tooMuch)).rejects.toMatchObject({
    code: 'disk-full',
    message: expect.stringContaining(`${(foreseeDisk(tooMuch) / 1e9).toFixed(1)} GB of disk`),
    hint: expect.stringContaining('SLIPWAY_HOME'),
  });
});

test('what an earlier start has made is not asked for again', async () => {
  await mkdir(join(folder, 'parts'));
  const made = 5e8;
  const needed = foreseeDisk(made);
  await writeFile(join(folder, 'parts', 'one.part'), Buffer.alloc(1e6));
  const before = await requireDisk(folder, made).then(
    () => 0,
    ({ message }: Error) => Number(/about ([\d.]+) GB/.exec(message)?.[1]),
  );
  expect(before).toBeLessThanOrEqual(needed / 1e9);
});

test('rate and time left are those of a phase, without what was there before it', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const told: Progress[] = [];
  const tell = meterPhases((progress) => told.push(progress));
  tell({ phase: 'scan', done: 400, total: 1000 });
  vi.advanceTimersByTime(2000);
  tell({ phase: 'scan', done: 600, total: 1000 });
  tell({ phase: 'card', done: 0, total: 1 });
  expect(told).toEqual([
    { done: 400, total: 1000, unit: 'bytes', activity: 'scan' },
    { done: 600, total: 1000, unit: 'bytes', activity: 'scan', ratePerSecond: 100, remainingMs: 4000 },
    { done: 0, total: 1, unit: 'documents', activity: 'card' },
  ]);
});
