import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runPool } from './run-pool.ts';

interface SumJob {
  numbers: number[];
  dieOnce?: string;
  die?: boolean;
  fail?: boolean;
  fill?: boolean;
  hang?: boolean;
}

const script = new URL('./__fixtures__/sum-thread.mjs', import.meta.url);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-pool-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function sum(
  jobs: SumJob[],
  numThreads: number,
  { signal, told = [] }: { signal?: AbortSignal; told?: number[] } = {},
): Promise<(number | undefined)[]> {
  const sums: (number | undefined)[] = jobs.map(() => undefined);
  await runPool<SumJob, number>({
    script,
    threadData: { start: 100 },
    numThreads,
    jobs,
    signal,
    isInOrder: true,
    onResult: (result, place) => {
      told.push(place);
      expect(sums[place]).toBeUndefined();
      sums[place] = result;
    },
  });
  return sums;
}

test('does every job once, with any number of threads', async () => {
  const jobs = Array.from({ length: 20 }, (_, place) => ({ numbers: [place, 1] }));
  const expected = jobs.map((_, place) => place + 101);
  const told: number[] = [];
  expect(await sum(jobs, 1)).toEqual(expected);
  expect(await sum(jobs, 8, { told })).toEqual(expected);
  expect(told).toEqual(jobs.map((_, place) => place));
  expect(await sum([], 8)).toEqual([]);
});

test('a job whose thread dies is tried once more; the second death is an error', async () => {
  const jobs: SumJob[] = [
    { numbers: [1] },
    { numbers: [2], dieOnce: join(folder, 'died') },
    { numbers: [3] },
  ];
  expect(await sum(jobs, 2)).toEqual([101, 102, 103]);
  await expect(sum([...jobs, { numbers: [4], die: true }], 2)).rejects.toMatchObject({
    code: 'worker-crashed',
    message: expect.stringContaining('job 3'),
  });
});

test('the first error ends the pool, threads at work included', async () => {
  const jobs: SumJob[] = [{ numbers: [], hang: true }, { numbers: [], fail: true }, { numbers: [1] }];
  await expect(sum(jobs, 2)).rejects.toThrow('this job cannot be done');
  await expect(sum([{ numbers: [], fail: true }, { numbers: [1] }], 2)).rejects.toThrow('cannot be done');
});

test.runIf(existsSync('/dev/full'))('a full disk is told as such, with what to do', async () => {
  await expect(sum([{ numbers: [], fill: true }], 1)).rejects.toMatchObject({
    code: 'disk-full',
    hint: expect.stringContaining('space'),
  });
});

test('the signal ends it with its reason', async () => {
  const cancel = new AbortController();
  setTimeout(() => cancel.abort(new Error('enough')), 200);
  await expect(sum([{ numbers: [], hang: true }], 1, { signal: cancel.signal })).rejects.toThrow('enough');
});
