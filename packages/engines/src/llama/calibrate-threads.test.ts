import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { calibrateThreads, chooseThreads, listCandidates } from './calibrate-threads.ts';

describe('thread calibration', () => {
  it('tries powers of two and all cores', () => {
    expect(listCandidates(1)).toEqual([1]);
    expect(listCandidates(6)).toEqual([1, 2, 4, 6]);
    expect(listCandidates(8)).toEqual([1, 2, 4, 8]);
  });

  it('takes more threads only for a clear gain, by the median', () => {
    expect(
      chooseThreads(
        new Map([
          [1, [10, 10, 90]],
          [2, [9.8, 9.8, 1]],
        ]),
      ),
    ).toBe(1);
    expect(
      chooseThreads(
        new Map([
          [1, [10, 10, 10]],
          [2, [6, 6, 60]],
        ]),
      ),
    ).toBe(2);
    expect(
      chooseThreads(
        new Map([
          [1, [10]],
          [2, [12]],
          [4, [5]],
        ]),
      ),
    ).toBe(4);
  });

  it('measures once and keeps the result; a damaged file is measured again', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'slipway-calibration-'));
    const file = join(directory, 'deep', 'threads.json');
    let numTrials = 0;
    const trial = async (kind: 'decode' | 'prompt', threads: number): Promise<number> => {
      numTrials += 1;
      return kind === 'decode' ? threads : 1 / threads;
    };
    const options = { modelKey: 'm', trial, file, budgetMs: 5 };
    const first = await calibrateThreads(options);
    expect(first.decode).toBe(1);
    const numFirst = numTrials;
    expect(await calibrateThreads(options)).toEqual(first);
    expect(numTrials).toBe(numFirst);
    await calibrateThreads({ ...options, modelKey: 'other' });
    expect(Object.keys(JSON.parse(await readFile(file, 'utf8')))).toHaveLength(2);
    await writeFile(file, '{');
    expect(await calibrateThreads(options)).toEqual(first);
    await rm(directory, { recursive: true });
  });
});
